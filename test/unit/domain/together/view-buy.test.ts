import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acts } from '../../../../domain/together/acts.ts';
import { ACT, CHANNEL } from '../../../../domain/together/codes.ts';
import { unitCount } from '../../../../domain/together/matrix.ts';
import { countRows } from '../../../../domain/together/rows.ts';
import { toViewBuy, type ViewBuySelection } from '../../../../domain/together/view-buy.ts';

interface Act {
  readonly time: number;
  readonly kind: 'view' | 'buy';
  readonly channel: 'none' | 'mobile' | 'web';
  readonly actor: number;
  readonly item: number;
}

const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'];
const ACTORS = 5;
const RULES = { similarity: 'cosine', shrink: 0, minCount: 1, topK: 10 } as const;
const WIDE: ViewBuySelection = { channel: 'all', from: { view: -1, buy: -1 }, maxLag: 5, most: 100 };

const act = (time: number, kind: Act['kind'], actor: number, item: number): Act => ({
  time,
  kind,
  channel: 'web',
  actor,
  item,
});

const anyAct: fc.Arbitrary<Act> = fc.record({
  time: fc.integer({ min: 0, max: 20 }),
  kind: fc.constantFrom('view', 'buy'),
  channel: fc.constantFrom('none', 'mobile', 'web'),
  actor: fc.integer({ min: 0, max: ACTORS - 1 }),
  item: fc.integer({ min: 0, max: ITEMS.length - 1 }),
});

/** @param acts in any order */
function toActs(acts: readonly Act[]): Acts {
  const sorted = [...acts].sort((a, b) => a.time - b.time);
  return {
    times: Float64Array.from(sorted, ({ time }) => time),
    kinds: Uint8Array.from(sorted, ({ kind }) => (kind === 'view' ? ACT.view : ACT.purchase)),
    channels: Uint8Array.from(sorted, ({ channel }) => CHANNEL[channel]),
    actors: Uint32Array.from(sorted, ({ actor }) => actor),
    items: Uint32Array.from(sorted, ({ item }) => item),
    orders: new Uint32Array(sorted.length),
    itemIds: ITEMS,
    actorCount: ACTORS,
    orderCount: 1,
  };
}

/** The acts of an actor of one kind that count: in channel and window, on its most recent items. */
function counting(
  acts: readonly Act[],
  actor: number,
  kind: Act['kind'],
  selection: ViewBuySelection,
): Act[] {
  const own = acts.filter(
    (one) =>
      one.actor === actor &&
      one.kind === kind &&
      one.time > selection.from[kind] &&
      (selection.channel === 'all' || one.channel === selection.channel),
  );
  const last = new Map<number, number>();
  for (const { item, time } of own) last.set(item, Math.max(time, last.get(item) ?? time));
  const recent = [...last].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, selection.most);
  const kept = new Set(recent.map(([item]) => item));
  return own.filter(({ item }) => kept.has(item));
}

/** Rows by the contract's words: every actor, every view, every purchase. */
function brute(acts: readonly Act[], selection: ViewBuySelection) {
  const count = ITEMS.map(() => ITEMS.map(() => 0));
  const [viewers, buyers] = [ITEMS.map(() => 0), ITEMS.map(() => 0)];
  let n = 0;
  for (let actor = 0; actor < ACTORS; actor++) {
    const views = counting(acts, actor, 'view', selection);
    const buys = counting(acts, actor, 'buy', selection);
    if (views.length + buys.length > 0) n++;
    for (const item of new Set(views.map(({ item }) => item))) viewers[item]!++;
    for (const item of new Set(buys.map(({ item }) => item))) buyers[item]!++;
    const met = new Set<string>();
    for (const view of views)
      for (const buy of buys)
        if (view.item !== buy.item && view.time <= buy.time && buy.time <= view.time + selection.maxLag)
          met.add(`${view.item} ${buy.item}`);
    for (const pair of met) {
      const [i, j] = pair.split(' ').map(Number);
      count[i!]![j!]!++;
    }
  }
  const rows = ITEMS.map((key, i) => ({
    key,
    items: ITEMS.map((_, j) => ({ j, c: count[i]![j]! }))
      .filter(({ c }) => c > 0)
      .map(({ j, c }) => ({ j, c, score: c / Math.sqrt(viewers[i]! * buyers[j]!) }))
      .sort((a, b) => b.score - a.score || b.c - a.c || a.j - b.j)
      .map(({ j, c, score }) => [ITEMS[j], score, c]),
  })).filter(({ items }) => items.length > 0);
  return { rows, n };
}

const rowsOf = (acts: readonly Act[], selection: ViewBuySelection) => {
  const matrix = toViewBuy(toActs(acts), selection);
  const rows = [...countRows(matrix, 0, matrix.ids.length, RULES)].map((line) => JSON.parse(line));
  return { rows, n: unitCount(matrix) };
};

describe('what is bought after what is viewed', () => {
  it('counts a purchase at the moment of the view and at the end of the lag, not before or after', () => {
    const at = (time: number) => [act(10, 'view', 0, 0), act(time, 'buy', 0, 1)];
    const counts = [9, 10, 15, 16].map((time) => rowsOf(at(time), WIDE).rows.length);
    expect(counts).toEqual([0, 1, 1, 0]);
  });

  it('has a direction, and leaves out what was bought itself', () => {
    const acts = [act(1, 'view', 0, 0), act(2, 'buy', 0, 0), act(3, 'buy', 0, 1)];
    expect(rowsOf(acts, WIDE).rows).toEqual([{ key: 'a', items: [['b', 1, 1]] }]);
  });

  it('counts an actor once, whatever it views and buys again', () => {
    const acts = [1, 2, 3].flatMap((time) => [act(time, 'view', 0, 0), act(time, 'buy', 0, 1)]);
    expect(rowsOf(acts, WIDE).rows).toEqual([{ key: 'a', items: [['b', 1, 1]] }]);
  });

  it('shares a unit between what was viewed before the same purchases', () => {
    const views = [0, 1, 2].map((item) => act(item, 'view', 0, item));
    const matrix = toViewBuy(toActs([...views, act(4, 'buy', 0, 3)]), WIDE);
    expect(matrix.starts).toEqual(Uint32Array.of(0, 1));
    expect(matrix.directed?.columns.members).toEqual(Uint32Array.of(0, 0, 0));
  });

  it('keeps the earliest events of a day only, of views and of purchases', () => {
    const acts = [act(1, 'view', 0, 0), act(2, 'view', 0, 1), act(3, 'buy', 0, 2), act(4, 'buy', 0, 3)];
    expect(rowsOf(acts, { ...WIDE, maxEventsPerActorPerDay: 1 }).rows).toEqual([
      { key: 'a', items: [['c', 1, 1]] },
    ]);
  });

  it('scores every similarity with a number where n_i and n_j hold actors who did not buy in time', () => {
    const late = [act(1, 'view', 0, 0), act(9, 'buy', 0, 1)];
    const matrix = toViewBuy(toActs([...late, act(1, 'view', 1, 0), act(2, 'buy', 1, 1)]), WIDE);
    for (const similarity of ['cosine', 'count', 'jaccard', 'lift', 'llr'] as const) {
      const [line] = countRows(matrix, 0, 1, { ...RULES, similarity });
      expect(JSON.parse(line!).items[0][1]).toSatisfy(Number.isFinite);
    }
  });

  it('is what the contract says, for any acts, channel, windows, lag and cap', () => {
    const selections: fc.Arbitrary<ViewBuySelection> = fc.record({
      channel: fc.constantFrom('all', 'mobile', 'web'),
      from: fc.record({ view: fc.integer({ min: -1, max: 8 }), buy: fc.integer({ min: -1, max: 8 }) }),
      maxLag: fc.integer({ min: 0, max: 12 }),
      most: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 80 }), selections, (acts, selection) => {
        expect(rowsOf(acts, selection)).toEqual(brute(acts, selection));
      }),
      { numRuns: 500 },
    );
  });
});
