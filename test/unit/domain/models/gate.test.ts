import { describe, expect, it } from 'vitest';
import { type Comparison, judge } from '../../../../domain/models/gate.ts';

const keys = (count: number, from = 0) => new Set(Array.from({ length: count }, (_, at) => `k${from + at}`));
const candidate = (count: number, from = 0, coverage?: number) => ({
  ...{ name: 'm', version: 'v2', rows: count, keys: keys(count, from), coverage },
});

describe('the gate', () => {
  it('lets the first version of a model through, unless it is empty', () => {
    expect(judge(candidate(1), undefined).refusal).toBeUndefined();
    expect(judge(candidate(0), undefined).refusal).toBe('m has no rows at all');
  });

  it('lets half the rows through, and refuses fewer with the figures', () => {
    const last = { version: 'v1', keys: keys(100) };
    expect(judge(candidate(50), last)).toEqual({ figures: { rows: 50, lastRows: 100, keysKept: 50 } });
    expect(judge(candidate(49), last).refusal).toBe(
      'm has 49 rows, which must be at least 50 % of the 100 of the last good version, 49 keys in common, ' +
        'which must be at least 50 % of the 100 of the last good version (version v1)',
    );
  });

  it('refuses as many rows of other keys', () => {
    const { refusal } = judge(candidate(100, 51), { version: 'v1', keys: keys(100) });
    expect(refusal).toMatch(/^m has 49 keys in common, which/);
  });

  it('refuses half the coverage, where both are known', () => {
    const last = { version: 'v1', keys: keys(10), coverage: 0.8 };
    expect(judge(candidate(10, 0, 0.4), last).refusal).toBeUndefined();
    expect(judge(candidate(10, 0, 0.39), last).refusal).toContain('coverage of 39.0 %');
    expect(judge(candidate(10), last).refusal).toBeUndefined();
  });
});

describe('the gate compares with the last good version', () => {
  const compared = (comparison: Partial<Comparison>) =>
    judge(
      candidate(200),
      { version: 'v1', keys: keys(200) },
      {
        ...{ tops: { rows: 200, changed: 0.5, overlap: 0.9 }, otherRules: false },
        ...comparison,
      },
    );
  const tops = (overlap: number, changed = 0.5, rows = 200) => ({ rows, changed, overlap });

  it('and records what it found', () => {
    expect(compared({ probed: { probes: 1000, hits: 60, lastHits: 50 } })).toEqual({
      figures: {
        ...{ rows: 200, lastRows: 200, keysKept: 200, rowsCompared: 200, rowsChanged: 0.5, overlap: 0.9 },
        ...{ probes: 1000, hitRate: 0.06, lastHitRate: 0.05 },
      },
    });
  });

  it('by the overlap of first items', () => {
    expect(compared({ tops: tops(0.15) }).refusal).toBeUndefined();
    expect(compared({ tops: tops(0.149) }).refusal).toBe(
      'm has an overlap of 14.9 % with the first items of the last good version, which must be at least 15.0 % (version v1)',
    );
  });

  it('by the share of rows with other first items', () => {
    expect(compared({ tops: tops(0.9, 0.999) }).refusal).toBeUndefined();
    expect(compared({ tops: tops(0.9, 1) }).refusal).toBe(
      'm has 100.0 % of 200 rows with other first items than the last good version, which must be at most 99.9 % (version v1)',
    );
  });

  it('but not of models with hardly a row, or made by other rules', () => {
    expect(compared({ tops: tops(0, 1, 99) }).refusal).toBeUndefined();
    expect(compared({ tops: tops(0, 1, 100) }).refusal).toBeDefined();
    expect(compared({ tops: tops(0, 1), otherRules: true })).toMatchObject({ figures: { overlap: 0 } });
    const probed = { probes: 1000, hits: 0, lastHits: 100 };
    expect(compared({ tops: tops(0, 1), probed, otherRules: true }).refusal).toBeUndefined();
  });

  it('by the hit rate, where the last good version had enough hits', () => {
    const probed = (hits: number, lastHits: number) => compared({ probed: { probes: 1000, hits, lastHits } });
    expect(probed(70, 100).refusal).toBeUndefined();
    expect(probed(69, 100).refusal).toBe(
      'm has a hit rate of 6.9 % on 1000 steps of the last hours, which must be at least 70.0 % of the 10.0 % of the last good version (version v1)',
    );
    expect(probed(0, 49).refusal).toBeUndefined();
    expect(probed(0, 50).refusal).toBeDefined();
  });
});
