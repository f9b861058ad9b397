/**
 * The inner loops of domain/together/count.ts in AssemblyScript: counts the partners of an item, and lists those
 * whose count reaches a bar. Whole numbers only: scores are computed in one place, domain/together/score.ts.
 *
 * Counters lie by rank. They are as narrow as the row allows, since no count exceeds the units that hold the item:
 * 16 counters of a byte are compared at once, 8 of two, 4 of four. `npm run kernel` compiles this file.
 */

/** Counters that share a bar and a mark: a multiple of 16. */
const BLOCK: u32 = 128;

/** What the functions below work on: addresses, and how many items there are. */
let starts: usize = 0;
let ranks: usize = 0;
let columnStarts: usize = 0;
let columnMembers: usize = 0;
let weights: usize = 0;
let counts: usize = 0;
let marks: usize = 0;
let listedRanks: usize = 0;
let listedCounts: usize = 0;
let room: u32 = 0;
let blocks: u32 = 0;
/** Blocks that `list` has seen. */
let next: u32 = 0;

/** @param items ranks of four bytes from 65,537 items on, of two below */
export function matrixAt(start: usize, rank: usize, columnStart: usize, columnMember: usize, items: u32): void {
  starts = start;
  ranks = rank;
  columnStarts = columnStart;
  columnMembers = columnMember;
  blocks = (items + BLOCK - 1) / BLOCK;
}

/** @param weight of the first rank of each block @param most that may be listed at once: a block at least */
export function scratchAt(weight: usize, count: usize, mark: usize, rank: usize, counted: usize, most: u32): void {
  weights = weight;
  counts = count;
  marks = mark;
  listedRanks = rank;
  listedCounts = counted;
  room = most;
}

/** Increments that the row of an item takes. */
export function stepsOf(item: u32): u32 {
  let steps: u32 = 0;
  const end = endOf(item);
  for (let at = startOf(item); at < end; at += 4) {
    const unit = starts + (<usize>load<u32>(at) << 2);
    steps += load<u32>(unit, 4) - load<u32>(unit);
  }
  return steps;
}

// The functions by size of rank and counter; `marking` ones mark the blocks that they touch.

export function count2by1(item: u32, own: u32): void {
  count<u16, u8>(item, own, false);
}
export function count2by2(item: u32, own: u32): void {
  count<u16, u16>(item, own, false);
}
export function count2by4(item: u32, own: u32): void {
  count<u16, u32>(item, own, false);
}
export function count4by1(item: u32, own: u32): void {
  count<u32, u8>(item, own, false);
}
export function count4by2(item: u32, own: u32): void {
  count<u32, u16>(item, own, false);
}
export function count4by4(item: u32, own: u32): void {
  count<u32, u32>(item, own, false);
}
export function mark2by1(item: u32, own: u32): void {
  count<u16, u8>(item, own, true);
}
export function mark2by2(item: u32, own: u32): void {
  count<u16, u16>(item, own, true);
}
export function mark2by4(item: u32, own: u32): void {
  count<u16, u32>(item, own, true);
}
export function mark4by1(item: u32, own: u32): void {
  count<u32, u8>(item, own, true);
}
export function mark4by2(item: u32, own: u32): void {
  count<u32, u16>(item, own, true);
}
export function mark4by4(item: u32, own: u32): void {
  count<u32, u32>(item, own, true);
}
export function list1(marked: bool, backwards: bool, least: f64, slope: f64, base: f64): u32 {
  return list<u8>(marked, backwards, least, slope, base);
}
export function list2(marked: bool, backwards: bool, least: f64, slope: f64, base: f64): u32 {
  return list<u16>(marked, backwards, least, slope, base);
}
export function list4(marked: bool, backwards: bool, least: f64, slope: f64, base: f64): u32 {
  return list<u32>(marked, backwards, least, slope, base);
}

/** Whether `list` came to the end, so that all counters are 0 again. */
export function isDone(): bool {
  return next === blocks;
}

@inline
function startOf(item: u32): usize {
  return columnMembers + (<usize>load<u32>(columnStarts + (<usize>item << 2)) << 2);
}

@inline
function endOf(item: u32): usize {
  return startOf(item + 1);
}

/** Counts every partner that the units of an item hold, but itself. O(steps) */
@inline
function count<Rank, Counter>(item: u32, own: u32, marking: bool): void {
  // Locals, as the engine reads a global anew after every store.
  const counters = counts;
  const touched = marks;
  const first = starts;
  const entries = ranks;
  const end = endOf(item);
  for (let at = startOf(item); at < end; at += 4) {
    const unit = first + (<usize>load<u32>(at) << 2);
    const last = entries + <usize>load<u32>(unit, 4) * sizeof<Rank>();
    for (let entry = entries + <usize>load<u32>(unit) * sizeof<Rank>(); entry < last; entry += sizeof<Rank>()) {
      const rank = <usize>load<Rank>(entry);
      const counter = counters + rank * sizeof<Counter>();
      store<Counter>(counter, <Counter>(load<Counter>(counter) + <Counter>1));
      if (marking) store<u8>(touched + rank / BLOCK, 1);
    }
  }
  store<Counter>(counters + <usize>own * sizeof<Counter>(), <Counter>0);
  next = 0;
}

/**
 * Lists ranks and counts of at least `least` and `slope · weight + base`, from the block on where it stopped last, until
 * there is no room for another block's; clears what it has seen. Ranks ascend; backwards they do so in a block, and blocks
 * descend. @returns how many
 */
@inline
function list<Counter>(marked: bool, backwards: bool, least: f64, slope: f64, base: f64): u32 {
  const counters = counts;
  const touched = marks;
  const rankAt = listedRanks;
  const countAt = listedCounts;
  const end = blocks;
  const most = room - BLOCK;
  const fullest = <f64>(<Counter>(-1));
  let size: u32 = 0;
  let seen = next;
  let bar = least;
  let low = v128.splat<Counter>(<Counter>bar);
  for (; seen < end && size <= most; seen++) {
    const block = backwards ? end - 1 - seen : seen;
    if (marked) {
      if (load<u8>(touched + block) === 0) continue;
      store<u8>(touched + block, 0);
    }
    const need = slope * load<f64>(weights + (<usize>block << 3)) + base;
    if (bar < need && bar < fullest) {
      while (bar < need && bar < fullest) bar += 1;
      low = v128.splat<Counter>(<Counter>bar);
    } else if (backwards && bar - 1 >= need && bar > least) {
      while (bar - 1 >= need && bar > least) bar -= 1;
      low = v128.splat<Counter>(<Counter>bar);
    }
    const from = counters + <usize>block * BLOCK * sizeof<Counter>();
    for (let group: u32 = 0; group < BLOCK; group += 64) {
      // One bit of a counter: the fewer branches, the fewer that no processor can guess.
      const start = from + <usize>group * sizeof<Counter>();
      let hits: u64 = 0;
      for (let at: u32 = 0; at < 64 * <u32>sizeof<Counter>(); at += 16) {
        const reached = v128.ge<Counter>(v128.load(start + at), low);
        hits |= (<u64>(<u32>v128.bitmask<Counter>(reached))) << (at / <u32>sizeof<Counter>());
      }
      while (hits !== 0) {
        const place = <u32>ctz(hits);
        store<u32>(rankAt + (<usize>size << 2), block * BLOCK + group + place);
        store<u32>(countAt + (<usize>size << 2), <u32>load<Counter>(start + <usize>place * sizeof<Counter>()));
        size++;
        hits &= hits - 1;
      }
    }
    const last = from + BLOCK * sizeof<Counter>();
    for (let at = from; at < last; at += 64) {
      v128.store(at, i64x2.splat(0));
      v128.store(at, i64x2.splat(0), 16);
      v128.store(at, i64x2.splat(0), 32);
      v128.store(at, i64x2.splat(0), 48);
    }
  }
  next = seen;
  return size;
}
