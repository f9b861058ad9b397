import type { Matrix } from './matrix.ts';

/** Items `from` … `to − 1` of a matrix: what one part of the Map count-together makes a file of. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Finding, scoring and writing an entry of a row costs about as much as counting this many pairs. */
const PAIRS_PER_ENTRY = 10;
/** Work of a part: about a second, so that the start of a Lambda and the reading of the matrix stay small beside it. */
const PART_WORK = 20_000_000;
/** A part reads the whole matrix, at 8 bytes an entry and some 100 MB/s: it should count for longer than that, if it can. */
const WORK_PER_ENTRY = 10;
const MOST_FOR_READING = 1_000_000_000;
/** The most parts that a matrix is meant to have; one too large for them gets larger parts. */
const PARTS = 1_000;
/** Entries that a part's file may have: some 30 bytes each are in memory as text before they are compressed. */
const PART_ENTRIES = 2_000_000;

/**
 * Pairs counted for each item's row: the sum over the item's units of their lengths.
 * O(entries of the matrix)
 */
export function pairsOf({ ids, starts, items, directed }: Matrix): Float64Array {
  const work = new Float64Array(ids.length);
  const add = (item: number, unit: number) => {
    work[item]! += starts[unit + 1]! - starts[unit]!;
  };
  if (directed) {
    const { columns } = directed;
    for (let item = 0; item < ids.length; item++)
      for (let at = columns.starts[item]!; at < columns.starts[item + 1]!; at++)
        add(item, columns.members[at]!);
  } else
    for (let unit = 0; unit < starts.length - 1; unit++)
      for (let entry = starts[unit]!; entry < starts[unit + 1]!; entry++) add(items[entry]!, unit);
  return work;
}

/** Work of each item's row, in pairs counted: those, and what its entries cost. O(entries of the matrix) */
export const workOf = (matrix: Matrix, topK: number): Float64Array =>
  pairsOf(matrix).map((pairs) => pairs + entryWork(pairs, topK));

/** What the entries of a row cost for which so many pairs are counted. */
export const entryWork = (pairs: number, topK: number): number => PAIRS_PER_ENTRY * Math.min(pairs, topK);

/**
 * Ranges of about equal work, in order, that cover every item. They follow from the matrix and topK alone, never from
 * the workers that there are: so a run's files are the same for 1 or 50 of them. A range ends before the item that would
 * take it above the target, so an item with more work than that stands alone.
 *
 * @param entries of the matrix
 */
export function rangesOf(work: Float64Array, topK: number, entries: number): Range[] {
  const target = partWork(work, entries);
  const most = Math.max(1, Math.floor(PART_ENTRIES / topK));
  const ranges: Range[] = [];
  let [from, sum] = [0, 0];
  for (let item = 0; item < work.length; item++) {
    if (item > from && (sum + work[item]! > target || item - from >= most)) {
      ranges.push({ from, to: item });
      [from, sum] = [item, 0];
    }
    sum += work[item]!;
  }
  if (from < work.length) ranges.push({ from, to: work.length });
  return ranges;
}

function partWork(work: Float64Array, entries: number): number {
  const forReading = Math.min(WORK_PER_ENTRY * entries, MOST_FOR_READING);
  return Math.max(PART_WORK, forReading, sumOf(work) / PARTS);
}

/** Work of all rows of a part together: if it has to count all of them from the units it still ends in time. */
const MOST_TOGETHER = 2_000_000_000;

/**
 * Ranges whose rows are quickly brought up to date, as parts of several each: a part is to have as much to do as one that counts in full.
 *
 * @param work of each item's row as it is, in pairs @param full what counting it in full would be
 * @param entries of the matrix
 */
export function gatherRanges(
  ranges: readonly Range[],
  work: Float64Array,
  full: Float64Array,
  entries: number,
): Range[][] {
  const target = partWork(work, entries);
  const parts: Range[][] = [];
  let [sum, fullSum] = [Number.POSITIVE_INFINITY, 0];
  for (const range of ranges) {
    const [own, fullOwn] = [workIn(work, range), workIn(full, range)];
    if (sum + own > target || fullSum + fullOwn > MOST_TOGETHER) {
      parts.push([]);
      [sum, fullSum] = [0, 0];
    }
    parts.at(-1)!.push(range);
    [sum, fullSum] = [sum + own, fullSum + fullOwn];
  }
  return parts;
}

/** The work of a range's rows. */
export const workIn = (work: Float64Array, { from, to }: Range): number => sumOf(work.subarray(from, to));

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0);
