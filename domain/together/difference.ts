import { decodeColumns, encodeColumns } from './columns.ts';
import { GrowingNumbers } from './growing.ts';
import { classify, compareSets, type ItemSets, joinSets, type SetClasses, setOf } from './item-sets.ts';
import type { Directed, Matrix } from './matrix.ts';
import { type Renumbering, renumber } from './numbering.ts';
import { pairSimilar } from './similar-sets.ts';
import { type Groups, group, NONE } from './sort.ts';

/**
 * What must be added to the counts of an earlier matrix to have those of a later one: `count(i, j)` grows by the weight of
 * every entry of row i whose set holds j. Entries of row i are `starts[i] … starts[i + 1] − 1` of `rows.starts`; items are numbered as in
 * the later matrix, those that vanished behind them. Only rows of items of the later one are there.
 */
export interface Difference extends Renumbering {
  readonly sets: ItemSets;
  readonly rows: {
    readonly starts: Uint32Array;
    /** The set of each entry. */
    readonly sets: Uint32Array;
    readonly weights: Int32Array;
  };
  /** Additions to counts that it takes. */
  readonly increments: number;
  /** Units that are only in one of the two. */
  readonly changedUnits: number;
}

/**
 * Compares two matrices of one kind as what they are for counting: multisets of units, whoever they belong to. So neither
 * needs the other's window, owners, caps or numbers. A unit of the earlier that became another of the later is counted by
 * the items that came and went, where that is less. O(entries of both)
 */
export function toDifference(old: Matrix, next: Matrix): Difference {
  const renumbering = renumber(old.ids, next.ids);
  const sets = joinSets(next, old, renumbering.newOf);
  const classes = classify(sets);
  const collected = new Entries(sets, classes);
  if (next.directed && old.directed)
    addDirected(collected, next.directed, old.directed, next.starts.length - 1, renumbering);
  else addUndirected(collected, next.starts.length - 1, renumbering.items);
  return { ...renumbering, ...collected.toRows(next.ids.length) };
}

/** Gathers entries row by row in any order; sets are those of the joined matrices, by class, and ones made here. */
class Entries {
  readonly sets: ItemSets;
  readonly classes: SetClasses;
  changedUnits = 0;
  readonly #rows = new GrowingNumbers();
  readonly #sets = new GrowingNumbers();
  /** Two's complement. */
  readonly #weights = new GrowingNumbers();
  readonly #setOfClass = new Map<number, number>();
  readonly #starts = new GrowingNumbers();
  readonly #items = new GrowingNumbers();

  constructor(sets: ItemSets, classes: SetClasses) {
    this.sets = sets;
    this.classes = classes;
    this.#starts.push(0);
  }

  itemsOf(one: number): Uint32Array {
    return setOf(this.sets, this.classes.examples[one]!);
  }

  add(row: number, set: number, weight: number): void {
    this.#rows.push(row);
    this.#sets.push(set);
    this.#weights.push(weight);
  }

  ofClass(one: number): number {
    const known = this.#setOfClass.get(one) ?? this.ofItems(this.itemsOf(one));
    this.#setOfClass.set(one, known);
    return known;
  }

  ofItems(items: Iterable<number>): number {
    for (const item of items) this.#items.push(item);
    this.#starts.push(this.#items.length);
    return this.#starts.length - 2;
  }

  toRows(items: number): Pick<Difference, 'sets' | 'rows' | 'increments' | 'changedUnits'> {
    const rows = this.#rows.view().map((row) => (row < items ? row : NONE));
    const { starts, members }: Groups = group(rows, items);
    const sets = { starts: this.#starts.view().slice(), items: this.#items.view().slice() };
    const [setOfEntry, weightOf] = [this.#sets.view(), this.#weights.view()];
    const ordered = members.map((entry) => setOfEntry[entry]!);
    let increments = 0;
    for (const set of ordered) increments += sets.starts[set + 1]! - sets.starts[set]!;
    const weights = Int32Array.from(members, (entry) => weightOf[entry]! | 0);
    return { sets, rows: { starts, sets: ordered, weights }, increments, changedUnits: this.changedUnits };
  }
}

/** @param units of the later matrix, which are the first of the sets @param items of both matrices */
function addUndirected(entries: Entries, units: number, items: number): void {
  const { classOf, examples } = entries.classes;
  const balances = new Int32Array(examples.length);
  for (let unit = 0; unit < classOf.length; unit++) balances[classOf[unit]!]! += unit < units ? 1 : -1;
  for (const balance of balances) entries.changedUnits += Math.abs(balance);
  for (const [went, came] of similarClasses(entries, balances, items)) {
    const both = Math.min(-balances[went]!, balances[came]!);
    balances[went]! += both;
    balances[came]! -= both;
    addChange(entries, went, came, both);
  }
  for (let one = 0; one < balances.length; one++)
    if (balances[one] !== 0) addUnit(entries, one, balances[one]!);
}

/** Every item of a unit meets every other. */
function addUnit(entries: Entries, one: number, weight: number): void {
  const items = entries.itemsOf(one);
  if (items.length < 2) return;
  const set = entries.ofClass(one);
  for (const item of items) entries.add(item, set, weight);
}

/** What went meets no longer what was there, what came meets what is; of what stayed, only these change. */
function addChange(entries: Entries, went: number, came: number, weight: number): void {
  const { onlyLeft, onlyRight, both } = compareSets(entries.itemsOf(went), entries.itemsOf(came));
  for (const [changed, one, sign] of [
    [onlyLeft, went, -weight],
    [onlyRight, came, weight],
  ] as const) {
    if (changed.length === 0) continue;
    const [whole, part] = [entries.ofClass(one), entries.ofItems(changed)];
    for (const item of changed) entries.add(item, whole, sign);
    for (const item of both) entries.add(item, part, sign);
  }
}

/** Classes of which there are fewer now and ones of which there are more that are nearly the same. */
function similarClasses(entries: Entries, balances: Int32Array, items: number): [number, number][] {
  const [offered, wanted]: number[][] = [[], []];
  for (let one = 0; one < balances.length; one++)
    if (entries.itemsOf(one).length > 1 && balances[one] !== 0)
      (balances[one]! < 0 ? offered! : wanted!).push(one);
  const { sets, classes } = entries;
  const setsOf = (list: readonly number[]) => list.map((one) => classes.examples[one]!);
  return pairSimilar(sets, setsOf(offered!), setsOf(wanted!), totalsOf(sets, items))
    .map(([went, came]): [number, number] => [classes.classOf[went]!, classes.classOf[came]!])
    .filter(([went, came]) => isCheaper(entries.itemsOf(went), entries.itemsOf(came)));
}

function isCheaper(went: Uint32Array, came: Uint32Array): boolean {
  const { onlyLeft, onlyRight } = compareSets(went, came);
  const asChange = 2 * (onlyLeft.length * went.length + onlyRight.length * came.length);
  return asChange < went.length ** 2 + came.length ** 2;
}

function totalsOf({ items }: ItemSets, size: number): Uint32Array {
  const totals = new Uint32Array(size);
  for (let at = 0; at < items.length; at++) totals[items[at]!]!++;
  return totals;
}

/** A row meets the units that its columns name, once each: those that are named now and not before, and the reverse. */
function addDirected(
  entries: Entries,
  next: Directed,
  old: Directed,
  units: number,
  { oldOf }: Renumbering,
): void {
  const { classOf, examples } = entries.classes;
  const balances = new Int32Array(examples.length);
  const touched: number[] = [];
  const count = ({ starts, members }: Groups, item: number, first: number, weight: number) => {
    for (let at = starts[item]!; at < starts[item + 1]!; at++) {
      const one = classOf[first + members[at]!]!;
      balances[one]! += weight;
      touched.push(one);
    }
  };
  for (let item = 0; item < oldOf.length; item++) {
    count(next.columns, item, 0, 1);
    if (oldOf[item] !== NONE) count(old.columns, oldOf[item]!, units, -1);
    for (const one of touched) {
      const balance = balances[one]!;
      if (balance === 0) continue;
      balances[one] = 0;
      entries.changedUnits += Math.abs(balance);
      entries.add(item, entries.ofClass(one), balance);
    }
    touched.length = 0;
  }
}

/** Which matrices a difference lies between, by the digests of their files. */
export interface DifferenceMeta {
  readonly from: string;
  readonly to: string;
}
interface StoredMeta extends DifferenceMeta {
  readonly items: number;
  readonly increments: number;
  readonly changedUnits: number;
}

export function encodeDifference(difference: Difference, between: DifferenceMeta): Uint8Array {
  const { sets, rows, items, increments, changedUnits, newOf, oldOf } = difference;
  const { buffer, byteOffset, length } = rows.weights;
  const meta: StoredMeta = { ...between, items, increments, changedUnits };
  return encodeColumns(meta, {
    newOf,
    oldOf,
    setStarts: sets.starts,
    setItems: sets.items,
    rowStarts: rows.starts,
    rowSets: rows.sets,
    weights: new Uint32Array(buffer, byteOffset, length),
  });
}

/** @throws UnreadableColumnsError */
export function decodeDifference(bytes: Uint8Array): Difference & DifferenceMeta {
  const { meta, u32 } = decodeColumns<StoredMeta>(bytes);
  const { buffer, byteOffset, length } = u32('weights');
  return {
    ...meta,
    newOf: u32('newOf'),
    oldOf: u32('oldOf'),
    sets: { starts: u32('setStarts'), items: u32('setItems') },
    rows: {
      starts: u32('rowStarts'),
      sets: u32('rowSets'),
      weights: new Int32Array(buffer, byteOffset, length),
    },
  };
}
