import { ACT, channelOfPlatform } from './codes.ts';
import type { EventTable } from './event-table.ts';
import { type Erasures, Owners } from './owners.ts';
import { applyRefunds } from './refunds.ts';
import { NONE } from './sort.ts';

/**
 * Views and purchases that count up to asOf, in order of moments: deduplicated, with their owners, erased
 * ones and refunded purchases gone. Items are numbered in the order of their ids by UTF-16 code unit.
 */
export interface Acts {
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly channels: Uint8Array;
  readonly actors: Uint32Array;
  readonly items: Uint32Array;
  /** 0 = no order. */
  readonly orders: Uint32Array;
  readonly itemIds: readonly string[];
  readonly actorCount: number;
  readonly orderCount: number;
}

/** @param from only acts after it are kept, ms (what refunds need of earlier ones is used, then dropped) */
export function toActs(table: EventTable, from: number, asOf: number, erasures: Erasures): Acts {
  const order = table.inOrder().filter((row) => table.times[row]! <= asOf);
  const owners = new Owners(table, order, erasures);
  const actors = new Uint32Array(table.rows).fill(NONE);
  for (const row of order) if (table.acts[row] !== ACT.other) actors[row] = owners.of(row);
  const left = applyRefunds(table, order, actors);
  const rows = order.filter(
    (row) =>
      table.times[row]! > from &&
      actors[row] !== NONE &&
      (table.acts[row] === ACT.view || (table.acts[row] === ACT.purchase && left[row]! > 0)),
  );
  return {
    ...numberItems(table, rows),
    times: Float64Array.from(rows, (row) => table.times[row]!),
    kinds: Uint8Array.from(rows, (row) => table.acts[row]!),
    channels: Uint8Array.from(rows, (row) => channelOfPlatform(table.platforms[row]!)),
    actors: rows.map((row) => actors[row]!),
    orders: rows.map((row) => table.orders[row]!),
    actorCount: owners.count,
    orderCount: table.names.order.texts.length,
  };
}

function numberItems(table: EventTable, rows: Uint32Array): Pick<Acts, 'items' | 'itemIds'> {
  const texts = table.names.item.texts;
  const used = new Uint8Array(texts.length);
  for (const row of rows) used[table.items[row]!] = 1;
  // Array.prototype.sort without a comparator is the order by UTF-16 code unit that the contract wants.
  const itemIds = texts.filter((_, item) => used[item]).sort();
  const numbers = new Map(itemIds.map((itemId, index) => [itemId, index]));
  const numberOf = Uint32Array.from(texts, (itemId) => numbers.get(itemId) ?? NONE);
  return { itemIds, items: rows.map((row) => numberOf[table.items[row]!]!) };
}
