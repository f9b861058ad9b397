import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank } from '../../../../domain/ranking/rank.ts';
import { onItems, onPool, runSteps } from '../../../../domain/ranking/steps/index.ts';
import { providerDocument } from '../../../../domain/registry/documents.ts';
import { contextOf, did, itemOf } from './support.ts';

interface Pin {
  readonly itemId: string;
  readonly position: number;
}
const LISTED = Array.from({ length: 12 }, (_, at) => `i${at}`);
const STRANGERS = ['x', 'y', 'z'];
const SOLD = 'z';
/** Another item of the same name as each. */
const TWIN: Readonly<Record<string, string>> = { i3: 'i0', i9: 'i1', x: 'i2' };
const items = [...LISTED, ...STRANGERS].map((itemId) => {
  const twin = TWIN[itemId] ?? (Object.values(TWIN).includes(itemId) ? itemId : undefined);
  return itemOf(itemId, { ...(twin && { groupId: twin }), ...(itemId === SOLD && { status: 'sold' }) });
});

/** The first `length` of i0 … i11, with pins over them, in the order in which a document has these. */
function shown(pins: readonly Pin[], length = LISTED.length): string[] {
  return arranged([{ step: 'available' }, ...pins.map((pin) => ({ step: 'pin', ...pin }))], length);
}

function arranged(steps: readonly object[], length: number): string[] {
  const provider = providerDocument.parse({ name: 'p', sources: [{ source: 'recently-viewed' }], steps });
  const views = LISTED.slice(0, length)
    .map((itemId, at) => did('view', itemId, -at))
    .toReversed();
  const context = contextOf({ items, viewer: { shown: views } });
  const judged = runSteps(onItems(provider.steps), rank(provider, context).candidates, context);
  return runSteps(onPool(provider.steps), judged.kept, context).kept.map(({ itemId }) => itemId);
}

/** Pins of different items at different places, in any order; some of items that nothing else proposes. */
const pinsOf = fc
  .uniqueArray(fc.constantFrom(...LISTED, ...STRANGERS), { maxLength: 6 })
  .chain((itemIds) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: 14 }), { minLength: itemIds.length, maxLength: itemIds.length })
      .map((positions) => itemIds.map((itemId, at) => ({ itemId, position: positions[at]! }))),
  );

describe('several pins', () => {
  it('land each at the place that it names, where the list is that long, and leave the order of the others', () => {
    fc.assert(
      fc.property(pinsOf, fc.integer({ min: 0, max: 12 }), (pins, length) => {
        const list = shown(pins, length);
        const there = pins.filter(({ itemId }) => itemId !== SOLD);
        const pinned = new Set(there.map(({ itemId }) => itemId));
        const others = LISTED.slice(0, length).filter((itemId) => !pinned.has(itemId));
        expect(list.filter((itemId) => !pinned.has(itemId))).toEqual(others);
        expect(list.toSorted()).toEqual([...others, ...pinned].toSorted());
        // Behind the last of the others pins stand by their places, without holes.
        const end = list.length - list.toReversed().findIndex((itemId) => !pinned.has(itemId));
        for (const { itemId, position } of there)
          if (position < end && others.length > 0) expect(list[position]).toBe(itemId);
      }),
    );
  });

  it('are the same in whatever order a document has them', () => {
    const shuffled = pinsOf.chain((pins) =>
      fc.tuple(
        fc.constant(pins),
        fc.shuffledSubarray(pins, { minLength: pins.length, maxLength: pins.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 0, max: 12 }), ([pins, others], length) => {
        expect(shown(others, length)).toEqual(shown(pins, length));
      }),
    );
  });

  it('of one place: the first has it, the other the next that nobody named', () => {
    const pins = ['x', 'y', 'i9'].map((itemId, at) => ({ itemId, position: at === 2 ? 2 : 1 }));
    expect(shown(pins, 4)).toEqual(['i0', 'x', 'i9', 'y', 'i1', 'i2', 'i3']);
  });

  it('of what cannot be bought takes no place', () => {
    expect(
      shown(
        [
          { itemId: SOLD, position: 0 },
          { itemId: 'x', position: 1 },
        ],
        3,
      ),
    ).toEqual(['i0', 'x', 'i1', 'i2']);
  });

  it('behind the end stand last, by their places', () => {
    expect(
      shown(
        [
          { itemId: 'y', position: 50 },
          { itemId: 'x', position: 40 },
        ],
        2,
      ),
    ).toEqual(['i0', 'i1', 'x', 'y']);
  });

  it('stand where they say whatever scores other steps give, in whatever order a document has all of these', () => {
    const scoring = fc.record({
      step: fc.constant('boost'),
      items: fc.dictionary(
        fc.constantFrom(...LISTED, ...STRANGERS),
        fc.double({ min: 0, max: 100, noNaN: true }),
      ),
    });
    // Each that is pinned has a twin: of the two the one in front stands for the other.
    const names = { step: 'name-groups', most: 1 };
    const all = fc.record({
      pin: fc.constantFrom('i3', 'i9', 'x'),
      scorings: fc.array(scoring, { maxLength: 3 }),
    });
    const inSomeOrder = all.chain(({ pin, scorings }) => {
      const steps = [{ step: 'pin', itemId: pin, position: 1 }, { step: 'due-first' }, names, ...scorings];
      return fc.tuple(
        fc.constant(pin),
        fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }),
      );
    });
    fc.assert(
      fc.property(inSomeOrder, ([pin, steps]) => {
        const list = arranged([{ step: 'available' }, ...steps], LISTED.length);
        expect(list[1]).toBe(pin);
        expect(list).not.toContain(TWIN[pin]);
      }),
    );
  });
});
