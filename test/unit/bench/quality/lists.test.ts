import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actsBefore, matrixOf, rowsOf, toTable } from '../../../../bench/quality/counts.ts';
import { checkAgainst, Judge } from '../../../../bench/quality/judge.ts';
import { toLog } from '../../../../bench/quality/log.ts';
import { Market, tableOf } from '../../../../bench/quality/market.ts';
import { popularBefore } from '../../../../bench/quality/popular.ts';
import { BUY_AGAIN, buyAgain, FOR_YOU, forYou, rowAlone } from '../../../../bench/quality/providers.ts';
import { meanOf } from '../../../../bench/quality/tally.ts';
import { TOGETHER_DEFAULTS } from '../../../../domain/together/parameters.ts';
import { countRows } from '../../../../domain/together/rows.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const CUT = START + 10 * DAY;
const line = (user: string, item: string, days: number) => ({
  user,
  item,
  order: `${user}-${days}`,
  time: START + days * DAY,
});
const RULES = { ...TOGETHER_DEFAULTS, minCount: 1 };

/** Everybody who bought tea bought a cup; minji bought tea, and after the cut a cup and tea. */
const log = toLog(
  [
    line('a', 'tea', 1),
    line('a', 'cup', 1),
    line('b', 'tea', 2),
    line('b', 'cup', 3),
    line('c', 'hat', 9),
    line('minji', 'tea', 8),
    line('minji', 'cup', 11),
    line('minji', 'tea', 12),
  ],
  new Map(),
);
const table = toTable(log);
const market = new Market(log, table, { cut: CUT, until: CUT + 7 * DAY });
const rows = new Map([
  [
    market,
    tableOf({
      buy: market.rows('buy', undefined, RULES),
      basket: market.rows('basket', undefined, RULES),
      popular: [popularBefore(log, CUT)],
    }),
  ],
]);
const judge = new Judge([market]);

describe('what is known on the day of a cut', () => {
  it('is what was taken up for the first time in the week before it', () => {
    // a bought tea and the cup nine days before.
    expect(market.adopted()).toEqual({
      key: 'adopted',
      items: [
        ['cup', 8, 1],
        ['hat', 8, 1],
        ['tea', 8, 1],
      ],
    });
  });

  it('is what the repurchase job would have learned: of so few nothing', () => {
    expect([...market.book().byPath]).toEqual([]);
  });
});

describe('rows of a log', () => {
  const lines = fc.array(
    fc
      .tuple(fc.nat({ max: 5 }), fc.nat({ max: 8 }), fc.integer({ min: 0, max: 19 }))
      .map(([user, item, days]) => line(`u${user}`, `i${item}`, days)),
    { minLength: 1, maxLength: 60 },
  );

  it('are those that the together job writes for the same days', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('buy' as const, 'basket' as const), (bought, kind) => {
        const drawn = toLog(bought, new Map());
        const matrix = matrixOf(actsBefore(toTable(drawn), CUT), kind, CUT, 'P5D');
        const written = [...countRows(matrix, 0, matrix.ids.length, RULES)].map((text) => JSON.parse(text));
        expect(rowsOf(matrix, RULES, new Set(drawn.itemIds))).toEqual(written);
      }),
    );
  });

  it('hold nothing of the day of the cut or after it, and nothing before the window', () => {
    const acts = actsBefore(toTable(toLog([line('a', 'x', 3), line('a', 'y', 10)], new Map())), CUT);
    expect(matrixOf(acts, 'buy', CUT, undefined).ids).toEqual(['x']);
    expect(matrixOf(acts, 'buy', CUT, 'P7D').ids).toEqual(['x']);
    expect(matrixOf(acts, 'buy', CUT, 'P6D').ids).toEqual([]);
  });
});

describe('lists that are judged', () => {
  it('for you: what goes with the history, nothing bought before', () => {
    expect(meanOf(judge.provider('ex', forYou(FOR_YOU), rows).column('MRR@20'))).toBe(1);
  });

  it('buy again: purchases first, then what goes with them', () => {
    const figures = judge.provider('in', buyAgain(BUY_AGAIN), rows);
    expect(meanOf(figures.column('MAP@12'))).toBe(1);
  });

  it('of the last item: its row, without what was bought', () => {
    expect(meanOf(judge.last(rowAlone('count'), rows).column('MAP@12'))).toBe(1);
  });

  it('of a peer: its items by number; a variant that it has no lists of stays out', () => {
    const cup = log.itemIds.indexOf('cup');
    const users = [log.userIds.indexOf('minji')];
    const lists = { users, lists: { ex: [[-1, 3, cup]] }, figures: {} };
    const measured = judge.peer(new Map([[market, lists]]));
    expect(meanOf(measured.ex!.column('MRR@20'))).toBe(0.5);
    expect(measured.in).toBeUndefined();
  });

  it('of a peer are measured as its own program does, or the run ends', () => {
    const cup = log.itemIds.indexOf('cup');
    const lists = { users: [log.userIds.indexOf('minji')], lists: { ex: [[cup]] }, figures: {} };
    const measured = judge.peer(new Map([[market, lists]]));
    const own = { hr10: 1, rec20: 1, map12: 1, mrr20: 1 };
    expect(() => checkAgainst({ ex: own }, measured, 'pop')).not.toThrow();
    expect(() => checkAgainst({ ex: { ...own, mrr20: 0.9998 } }, measured, 'pop')).toThrow(
      'MRR@20 ex of pop must be 0.9998, got 1',
    );
  });
});
