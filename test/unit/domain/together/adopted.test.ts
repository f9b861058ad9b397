import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acts } from '../../../../domain/together/acts.ts';
import { adoptedItems } from '../../../../domain/together/adopted.ts';
import { ACT } from '../../../../domain/together/codes.ts';

interface Act {
  /** Days before asOf. */
  readonly ago: number;
  readonly kind: 'view' | 'purchase';
  readonly actor: number;
  readonly item: string;
}

const DAY = 86_400_000;
const AS_OF = 1000 * DAY;
const ITEMS = ['a', 'b', 'c', 'd'];
const ACTORS = 4;
const WINDOWS = { view: 20, buy: 30 };
const after = { view: AS_OF - WINDOWS.view * DAY, buy: AS_OF - WINDOWS.buy * DAY, asOf: AS_OF };
const everything = () => true;

/** @param acts in any order */
function toActs(acts: readonly Act[]): Acts {
  const sorted = acts.toSorted((a, b) => b.ago - a.ago);
  return {
    times: Float64Array.from(sorted, ({ ago }) => AS_OF - ago * DAY),
    kinds: Uint8Array.from(sorted, ({ kind }) => ACT[kind]),
    channels: new Uint8Array(sorted.length),
    actors: Uint32Array.from(sorted, ({ actor }) => actor),
    items: Uint32Array.from(sorted, ({ item }) => ITEMS.indexOf(item)),
    orders: new Uint32Array(sorted.length),
    itemIds: ITEMS,
    actorCount: ACTORS,
    orderCount: 0,
  };
}
const adopted = (acts: readonly Act[]) => adoptedItems(toActs(acts), after, 10, everything);
const bought = (ago: number, item = 'a', actor = 0): Act => ({ ago, kind: 'purchase', actor, item });
const viewed = (ago: number, item = 'a', actor = 0): Act => ({ ago, kind: 'view', actor, item });

/** Word by word: what one actor says of one item. */
function naively(acts: readonly Act[], actor: number, item: string): number {
  const own = acts.filter(
    (act) =>
      act.actor === actor && act.item === item && act.ago < WINDOWS[act.kind === 'view' ? 'view' : 'buy'],
  );
  const oldest = (kind: Act['kind']) =>
    Math.max(...own.filter((act) => act.kind === kind).map(({ ago }) => ago));
  const [purchase, view] = [oldest('purchase'), oldest('view')];
  if (purchase >= 0) return purchase < 7 ? 8 : 0;
  return view >= 0 && view < 7 ? 1 : 0;
}

describe('what people took up lately', () => {
  it('is the definition, whatever people did', () => {
    const anyAct = fc.record({
      ago: fc.integer({ min: 0, max: 40 }),
      kind: fc.constantFrom('view' as const, 'purchase' as const),
      actor: fc.integer({ min: 0, max: ACTORS - 1 }),
      item: fc.constantFrom(...ITEMS),
    });
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 60 }), (acts) => {
        const sums = ITEMS.map((item) => {
          const all = Array.from({ length: ACTORS }, (_, actor) => naively(acts, actor, item));
          return [item, all.reduce((sum, one) => sum + one, 0), all.filter((one) => one > 0).length] as const;
        });
        const ranked = sums.filter(([, weight]) => weight > 0).sort((a, b) => b[1] - a[1]);
        expect(adopted(acts)).toEqual(ranked);
      }),
      { numRuns: 500 },
    );
  });

  it('counts who bought for the first time within a week, and not who bought again', () => {
    const acts = [bought(1, 'a', 0), bought(6, 'a', 1), bought(2, 'b', 2), bought(20, 'b', 2)];
    expect(adopted(acts)).toEqual([['a', 16, 2]]);
  });

  it('takes a week to the moment', () => {
    expect(adopted([bought(7)])).toEqual([]);
    expect(adopted([bought(7 - 1 / 86_400_000)])).toEqual([['a', 8, 1]]);
  });

  it('counts a first view where nothing was bought, an eighth of a purchase', () => {
    expect(adopted([viewed(3), viewed(2), viewed(1, 'b'), viewed(9, 'b')])).toEqual([['a', 1, 1]]);
    expect(adopted([viewed(10), bought(1)])).toEqual([['a', 8, 1]]);
    expect(adopted([viewed(1), bought(10)])).toEqual([]);
  });

  it('forgets what was done before the windows', () => {
    expect(adopted([bought(31), bought(1)])).toEqual([['a', 8, 1]]);
    expect(adopted([viewed(21), viewed(1)])).toEqual([['a', 1, 1]]);
  });

  it('lists no more than it is told, ties by id, and only what may stand there', () => {
    const acts = [bought(1, 'c'), bought(1, 'b'), bought(1, 'a'), viewed(1, 'd')];
    const listed = adoptedItems(toActs(acts), after, 2, (itemId) => itemId !== 'a');
    expect(listed.map(([itemId]) => itemId)).toEqual(['b', 'c']);
  });
});
