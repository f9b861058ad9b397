/** The matrices that our kernel and its peers count. */
import { DATASETS } from '../cli/datasets/index.ts';
import { mulberry } from '../domain/random.ts';
import type { Entries } from './matrix-files.ts';

/** Distinct bought items of each person of a shared data set, without windows and caps. */
export function purchasesOf(name: keyof typeof DATASETS, folder: string): Entries {
  const people = new Map<string, Set<string>>();
  const itemIds = new Set<string>();
  for (const { event } of DATASETS[name](folder).events()) {
    if (event.type !== 'purchase') continue;
    const person = event.userId ?? event.cookieId!;
    if (!people.has(person)) people.set(person, new Set());
    people.get(person)!.add(event.itemId!);
    itemIds.add(event.itemId!);
  }
  const numbers = new Map([...itemIds].sort().map((itemId, number) => [itemId, number]));
  const units = [...people.values()].map((own) => [...own].map((itemId) => numbers.get(itemId)!));
  return toEntries(units, itemIds.size);
}

const MEAN_LENGTH = 25;

/**
 * About so many interactions of Zipf shape (exponent 1), the same every time: histories of a geometric length,
 * 25 in the mean before repeats are taken out, and a quarter as many items as people, 10,000 at least, where no
 * `catalogue` says how many.
 */
export function generated(interactions: number, catalogue?: number): Entries {
  const people = Math.round(interactions / MEAN_LENGTH);
  const items = catalogue ?? Math.max(10_000, Math.round(people / 4));
  const random = mulberry(1);
  const starts = new Uint32Array(people + 1);
  const entries = new Uint32Array(Math.round(interactions * 1.1));
  let size = 0;
  for (let person = 0; person < people; person++) {
    const length = 1 + Math.floor(-Math.log(1 - random()) * MEAN_LENGTH);
    const own = new Set<number>();
    for (let drawn = 0; drawn < length; drawn++) own.add(scattered(zipf(random(), items), items));
    entries.set([...own].sort(ascending), size);
    size += own.size;
    starts[person + 1] = size;
  }
  return { starts, items: entries.slice(0, size) };
}

/** Σ over the units of their length squared: the increments that counting every pair from both sides takes. */
export function incrementsOf({ starts }: Entries): number {
  let sum = 0;
  for (let unit = 1; unit < starts.length; unit++) sum += (starts[unit]! - starts[unit - 1]!) ** 2;
  return sum;
}

function toEntries(units: readonly number[][], items: number): Entries {
  const starts = new Uint32Array(units.length + 1);
  for (const [unit, own] of units.entries()) starts[unit + 1] = starts[unit]! + own.length;
  const entries = new Uint32Array(starts.at(-1)!);
  for (const [unit, own] of units.entries()) entries.set(own.sort(ascending), starts[unit]);
  if (entries.some((item) => item >= items)) throw new RangeError(`an item's number must be below ${items}`);
  return { starts, items: entries };
}

const ascending = (a: number, b: number): number => a - b;

/** Rank 0…n−1 with a probability near 1/(rank + 1). */
const zipf = (draw: number, n: number): number => Math.min(n - 1, Math.floor((n + 1) ** draw) - 1);

/** Spreads ranks over the numbers, as ids do: 2^31 − 1 is prime, so no two ranks meet. Exact for 4 million items. */
const scattered = (rank: number, items: number): number => (rank * 2147483647) % items;
