import { describe, expect, it } from 'vitest';
import { togetherParameters } from '../../../../contract/api/runs.ts';
import { durationMs, resolveTogether } from '../../../../domain/together/parameters.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');

describe("a together run's parameters", () => {
  it('have the defaults of the design', () => {
    expect(resolveTogether({}, NOW)).toEqual({
      ...{
        asOf: '2026-11-23T09:00:00.000Z',
        kinds: ['view', 'buy', 'basket', 'view-buy'],
        channels: ['all'],
      },
      ...{ similarity: 'cosine', shrink: 10, targets: 'all', minCount: 2, topK: 100, maxItemsPerActor: 500 },
      ...{
        ownListings: 'count',
        backOff: false,
        incremental: false,
        maxLag: 'P7D',
        windows: { view: 'P60D', buy: 'P90D', basket: 'P90D' },
        force: false,
        publishTolerance: 0,
      },
    });
  });

  it('keep what is given, one window by itself too', () => {
    const resolved = resolveTogether({ shrink: 0, kinds: ['buy', 'buy'], windows: { view: 'PT12H' } }, NOW);
    expect(resolved).toMatchObject({ shrink: 0, kinds: ['buy'], windows: { view: 'PT12H', buy: 'P90D' } });
  });

  it('stay what they are when resolved again, and pass the schema', () => {
    const resolved = resolveTogether({ channels: ['mobile', 'all'] }, NOW);
    expect(resolveTogether(resolved, NOW + 1)).toEqual(resolved);
    expect(togetherParameters.parse(resolved)).toEqual(resolved);
  });

  it('take durations of days, hours and minutes', () => {
    expect(durationMs('P60D')).toBe(60 * 86_400_000);
    expect(durationMs('P1DT2H30M')).toBe(86_400_000 + 2.5 * 3_600_000);
    expect(() => durationMs('60 days')).toThrow('got 60 days');
  });

  it('are refused for a kind that nobody knows', () => {
    expect(togetherParameters.safeParse({ kinds: ['view-buy'] }).success).toBe(true);
    expect(togetherParameters.safeParse({ kinds: ['buy-view'] }).success).toBe(false);
  });
});
