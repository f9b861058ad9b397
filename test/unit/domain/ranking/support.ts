import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import type { Action } from '../../../../domain/identity/actor.ts';
import type { ModelItem } from '../../../../domain/ports.ts';
import { NOBODY, type RankingContext, type Viewer } from '../../../../domain/ranking/context.ts';
import { type RowRequest, RowTable } from '../../../../domain/ranking/rows.ts';

export const NOW = Date.parse('2026-11-23T09:00:00.000Z');
export const DAY = 86_400_000;
export const at = (time: number): string => new Date(NOW + time).toISOString();

let made = 0;
export const did = (type: Action['type'], itemId: string | undefined, time = 0): Action => ({
  eventKey: `e${++made}`,
  type,
  itemId,
  occurredAt: at(time),
});

export const itemOf = (itemId: string, more: Partial<StoredItem> = {}): StoredItem => ({
  itemId,
  title: itemId,
  categories: ['all'],
  price: 100,
  listedAt: at(0),
  status: 'on_sale',
  updatedAt: at(0),
  ...more,
});

export function rowsOf(
  rows: readonly (readonly [RowRequest['kind'], string, readonly ModelItem[]])[],
): RowTable {
  const table = new RowTable();
  for (const [kind, key, items] of rows) table.set({ kind, key }, { key, items });
  return table;
}

type Given = Partial<Omit<RankingContext, 'items' | 'viewer'>> & {
  readonly viewer?: Partial<Viewer>;
  readonly items?: readonly StoredItem[];
};
export function contextOf({ viewer, items = [], ...given }: Given = {}): RankingContext {
  return {
    now: NOW,
    viewer: { ...NOBODY, ...viewer },
    itemIds: [],
    facets: [],
    cart: new Set(),
    hidden: new Set(),
    isExcluded: () => false,
    filters: {},
    rows: new RowTable(),
    found: new Map(),
    before: 0,
    tail: [],
    seed: 'seed',
    items: new Map(items.map((item) => [item.itemId, item])),
    ...given,
  };
}
