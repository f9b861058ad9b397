import { describe, expect, it } from 'vitest';
import { judge } from '../../../../domain/models/gate.ts';

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
