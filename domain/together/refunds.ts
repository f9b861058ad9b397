import { ACT } from './codes.ts';
import type { EventTable } from './event-table.ts';
import { NONE } from './sort.ts';

/**
 * What is left of each purchase after the refunds, by row; a purchase at 0 does not exist. Refunds are
 * applied in order of moments. One with `refundOf` takes from that purchase, of the same actor and item;
 * one without takes from the latest purchase of actor and item (and order, if it names one) that is
 * strictly earlier and not at 0. It takes its quantity (default all), never below 0, never from a second.
 *
 * O(rows): a purchase at 0 leaves its stack for good.
 *
 * @param order rows up to asOf in order of moments
 * @param actors the actor of each row, NONE for rows that do not count
 */
export function applyRefunds(table: EventTable, order: Uint32Array, actors: Uint32Array): Float64Array {
  const left = new Float64Array(table.rows);
  const purchases = order.filter((row) => table.acts[row] === ACT.purchase && actors[row] !== NONE);
  for (const row of purchases) left[row] = table.quantities[row]! || 1;
  const refunds = order.filter((row) => table.acts[row] === ACT.refund && actors[row] !== NONE);
  if (refunds.length === 0) return left;
  const stacks = new Stacks(table, actors, left, refunds);
  let next = 0;
  for (const refund of refunds) {
    while (next < purchases.length && table.times[purchases[next]!]! < table.times[refund]!)
      stacks.push(purchases[next++]!);
    const purchase = table.refundsOf[refund] ? named(table, actors, refund) : stacks.latest(refund);
    if (purchase < 0) continue;
    left[purchase] = Math.max(0, left[purchase]! - (table.quantities[refund]! || Number.POSITIVE_INFINITY));
  }
  return left;
}

/** The purchase that a refund names: sent in with the same kind of key, of the same actor and item; else -1. */
function named(table: EventTable, actors: Uint32Array, refund: number): number {
  const eventId = table.names.purchase.texts[table.refundsOf[refund]!]!;
  const row = table.find(table.scopes[refund]!, eventId);
  const fits =
    row >= 0 &&
    table.acts[row] === ACT.purchase &&
    table.items[row] === table.items[refund] &&
    actors[row] === actors[refund];
  return fits ? row : -1;
}

/** Purchases so far by actor and item, and by order too, the latest on top: of what refunds are about. */
class Stacks {
  readonly #stacks = new Map<string, number[]>();
  readonly #refunded: ReadonlySet<number>;
  readonly #table: EventTable;
  readonly #actors: Uint32Array;
  readonly #left: Float64Array;

  constructor(table: EventTable, actors: Uint32Array, left: Float64Array, refunds: Uint32Array) {
    this.#table = table;
    this.#actors = actors;
    this.#left = left;
    this.#refunded = new Set(Array.from(refunds, (row) => this.#pair(row)));
  }

  push(row: number): void {
    if (!this.#refunded.has(this.#pair(row))) return;
    this.#add(this.#key(row, 0), row);
    if (this.#table.orders[row]) this.#add(this.#key(row, this.#table.orders[row]!), row);
  }

  /** The latest purchase with something left that a refund is about, -1 when there is none. */
  latest(refund: number): number {
    const stack = this.#stacks.get(this.#key(refund, this.#table.orders[refund]!)) ?? [];
    while (stack.length > 0 && this.#left[stack.at(-1)!] === 0) stack.pop();
    return stack.at(-1) ?? -1;
  }

  /** Exact: actors times items stay far below 2^53. */
  #pair(row: number): number {
    return this.#actors[row]! * this.#table.names.item.texts.length + this.#table.items[row]!;
  }

  #key(row: number, order: number): string {
    return `${this.#pair(row)},${order}`;
  }

  #add(key: string, row: number): void {
    const stack = this.#stacks.get(key);
    if (stack) stack.push(row);
    else this.#stacks.set(key, [row]);
  }
}
