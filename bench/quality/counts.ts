import type { ModelRow } from '../../domain/ports.ts';
import { type Acts, toActs } from '../../domain/together/acts.ts';
import { ACT } from '../../domain/together/codes.ts';
import { type CountRules, RowCounter } from '../../domain/together/count.ts';
import { EventTable } from '../../domain/together/event-table.ts';
import { type Matrix, toMatrix } from '../../domain/together/matrix.ts';
import { toPairs } from '../../domain/together/pairs.ts';
import { durationMs, TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { toUnits } from '../../domain/together/units.ts';
import type { Log } from './log.ts';

/** The log as the together job's table of events. */
export function toTable({ times, users, items, orders, userIds, itemIds }: Log): EventTable {
  const orderNumbers = new Map([...new Set(orders)].map((order, index) => [order, index + 1]));
  const none = new Uint32Array(times.length);
  const table = new EventTable();
  table.add(
    {
      times,
      acts: new Uint8Array(times.length).fill(ACT.purchase),
      scopes: new Uint8Array(times.length),
      platforms: new Uint8Array(times.length),
      users: users.map((user) => user + 1),
      cookies: none,
      items: items.map((item) => item + 1),
      orders: Uint32Array.from(orders, (order) => orderNumbers.get(order)!),
      quantities: none,
      refundsOf: none,
      // Simultaneous events keep the order of the file.
      eventIds: Array.from(times, (_, event) => String(event).padStart(8, '0')),
      names: {
        user: ['', ...userIds],
        cookie: [''],
        item: ['', ...itemIds],
        order: ['', ...orderNumbers.keys()],
        purchase: [''],
      },
    },
    0,
  );
  return table;
}

/** What counts before a cut: `asOf` is its last millisecond. */
export const actsBefore = (table: EventTable, cut: number): Acts =>
  toActs(table, Number.NEGATIVE_INFINITY, cut - 1, new Map());

export type Kind = 'buy' | 'basket';

/** The units × items that the together job counts. @param window ISO 8601; undefined: everything before the cut */
export function matrixOf(acts: Acts, kind: Kind, cut: number, window: string | undefined): Matrix {
  const from = window === undefined ? Number.NEGATIVE_INFINITY : cut - 1 - durationMs(window);
  const units = toUnits(acts, { kind, channel: 'all', from });
  return toMatrix(acts, units, TOGETHER_DEFAULTS.maxItemsPerActor);
}

/** The rows that a list may look at, as domain/together/rows.ts writes them. */
export function rowsOf(matrix: Matrix, rules: CountRules, wanted: ReadonlySet<string>): ModelRow[] {
  const counter = new RowCounter(toPairs(matrix, rules.similarity), rules);
  return matrix.ids.flatMap((key, item) => {
    if (!wanted.has(key)) return [];
    const { size, items, scores, counts } = counter.row(item);
    return size === 0
      ? []
      : [
          {
            key,
            items: Array.from(
              items.subarray(0, size),
              (other, place) => [matrix.ids[other]!, scores[place]!, counts[place]!] as const,
            ),
          },
        ];
  });
}
