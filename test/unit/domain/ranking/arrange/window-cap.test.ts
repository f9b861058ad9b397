import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrangeable } from '../../../../../domain/ranking/arrange/arrangeable.ts';
import { type ArrangedTail, extendTail } from '../../../../../domain/ranking/arrange/tail.ts';
import { capInWindow } from '../../../../../domain/ranking/arrange/window-cap.ts';
import { arrangeables, idsOf, pools } from './support.ts';

const seller = ({ sellerId }: Arrangeable) => sellerId;
const bySeller = (...sellers: (string | undefined)[]) =>
  arrangeables(sellers.map((sellerId) => ({ sellerId })));

describe('a cap in a window', () => {
  it('moves what is too much of one seller down to where it fits', () => {
    const { kept, left } = capInWindow(bySeller('a', 'a', 'a', 'b', 'c', 'b'), seller, {
      most: 2,
      window: 4,
    });
    expect(idsOf(kept)).toEqual(['i0', 'i1', 'i3', 'i4', 'i2', 'i5']);
    expect(left).toEqual([]);
  });
  it('leaves over what has nothing to be put between', () => {
    const { kept, left } = capInWindow(bySeller('a', 'a', 'a', 'b'), seller, { most: 1, window: 2 });
    expect(idsOf(kept)).toEqual(['i0', 'i3', 'i1']);
    expect(idsOf(left)).toEqual(['i2']);
  });
  it('never holds back what has no seller', () => {
    const { kept } = capInWindow(bySeller(undefined, undefined, 'a', undefined), seller, {
      most: 1,
      window: 4,
    });
    expect(idsOf(kept)).toEqual(['i0', 'i1', 'i2', 'i3']);
  });

  const parameters = fc.record({
    most: fc.integer({ min: 1, max: 3 }),
    window: fc.integer({ min: 1, max: 8 }),
  });

  it('places what a naive search places, over any tail', () => {
    fc.assert(
      fc.property(pools(30), pools(10), parameters, (items, earlier, { most, window }) => {
        const tail = extendTail([], earlier, 'leaf');
        const { kept, left } = capInWindow(items, seller, { most, window, before: sellersOf(tail) });
        const naive = naivelyCapped(items, earlier, most, window);
        expect(idsOf(kept)).toEqual(idsOf(naive));
        expect([...idsOf(kept), ...idsOf(left)].sort()).toEqual(idsOf(items).sort());
      }),
    );
  });

  it('is one long list when it is cut into pages', () => {
    fc.assert(
      fc.property(pools(30), parameters, fc.integer({ min: 1, max: 7 }), (items, { most, window }, size) => {
        const whole = capInWindow(items, seller, { most, window });
        let [tail, rest, shown]: [ArrangedTail, Arrangeable[], string[]] = [[], items, []];
        for (;;) {
          const page = capInWindow(rest, seller, { most, window, before: sellersOf(tail) }).kept.slice(
            0,
            size,
          );
          if (page.length === 0) break;
          shown = [...shown, ...idsOf(page)];
          tail = extendTail(tail, page, 'leaf');
          rest = rest.filter((item) => !page.includes(item));
        }
        expect(shown).toEqual(idsOf(whole.kept));
      }),
    );
  });
});

const sellersOf = (tail: ArrangedTail) => tail.map((shown) => shown.seller);

/** Each place by looking at everything: the first item that fits into the window before it. */
function naivelyCapped(
  items: readonly Arrangeable[],
  earlier: readonly Arrangeable[],
  most: number,
  window: number,
): Arrangeable[] {
  const [placed, waiting] = [[...earlier], [...items]];
  for (;;) {
    const last = window === 1 ? [] : placed.slice(-(window - 1));
    const fits = (item: Arrangeable) =>
      item.sellerId === undefined || last.filter((one) => one.sellerId === item.sellerId).length < most;
    const at = waiting.findIndex(fits);
    if (at < 0) return placed.slice(earlier.length);
    placed.push(...waiting.splice(at, 1));
  }
}
