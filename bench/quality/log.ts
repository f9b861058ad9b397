import { join } from 'node:path';
import { readCsv } from '../../cli/datasets/csv.ts';
import { datasetFile, timestampOf } from '../../cli/datasets/dataset.ts';
import { DATASETS } from '../../cli/datasets/index.ts';
import type { StoredItem } from '../../domain/catalogue/item.ts';

export type DatasetName = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as readonly DatasetName[];

/**
 * The purchases that the protocol counts (data/README.md), in order of time, simultaneous ones in order of the file. Users and
 * items are numbered in the order in which they first come, which is how the peers number them.
 */
export interface Log {
  /** Milliseconds, UTC. */
  readonly times: Float64Array;
  readonly users: Uint32Array;
  readonly items: Uint32Array;
  readonly orders: readonly string[];
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
  /** What the catalogue says of each item: as of the end of the set, so that no list may depend on its prices and titles. */
  readonly catalogue: ReadonlyMap<string, StoredItem>;
}

interface Line {
  readonly user: string;
  readonly item: string;
  readonly order: string;
  readonly time: number;
}

/** Reads a shared data set, without guests, cancellations and what is no goods. @param folder of all sets */
export function readLog(name: DatasetName, folder: string): Log {
  const file = datasetFile(join(folder, name), 'transactions.csv');
  const catalogue = catalogueOf(name, join(folder, name));
  const lines =
    name === 'online-retail' ? invoiceLines(file) : basketLines(file, datasetFile(file, 'products.csv'));
  return toLog([...lines], catalogue);
}

export function toLog(lines: readonly Line[], catalogue: ReadonlyMap<string, StoredItem>): Log {
  const ordered = lines.toSorted((a, b) => a.time - b.time);
  const [users, items] = [new Map<string, number>(), new Map<string, number>()];
  return {
    times: Float64Array.from(ordered, ({ time }) => time),
    users: Uint32Array.from(ordered, ({ user }) => numberIn(users, user)),
    items: Uint32Array.from(ordered, ({ item }) => numberIn(items, item)),
    orders: ordered.map(({ order }) => order),
    userIds: [...users.keys()],
    itemIds: [...items.keys()],
    catalogue: new Map([...items.keys()].map((itemId) => [itemId, catalogue.get(itemId) ?? bare(itemId)])),
  };
}

/** What was only ever sold in lines of quantity 0 counts for the protocol, but no catalogue has it. */
const bare = (itemId: string): StoredItem => ({
  itemId,
  title: itemId,
  categories: [],
  price: 0,
  listedAt: NEVER,
  updatedAt: NEVER,
  status: 'on_sale',
});
const NEVER = new Date(0).toISOString();

function numberIn(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

function* invoiceLines(file: string): Generator<Line> {
  const columns = ['Invoice', 'StockCode', 'Quantity', 'InvoiceDate', 'Customer ID'];
  for (const { cells } of readCsv(file, columns)) {
    const [order, code, quantity, time, user] = cells as [string, string, string, string, string];
    if (user === '' || !(Number(quantity) > 0) || order.startsWith('C') || !/^\d{5}/.test(code)) continue;
    yield { user: user.replace(/\.0$/, ''), item: code.toUpperCase(), order, time: timeOf(time) };
  }
}

const NO_GOODS = ['COUPON/MISC ITEMS', 'FUEL'];

function* basketLines(file: string, products: string): Generator<Line> {
  const noGoods = readCsv(products, ['product_id', 'product_category'])
    .filter(({ cells }) => NO_GOODS.includes(cells[1]!))
    .map(({ cells }) => cells[0]!);
  const leftOut = new Set(noGoods);
  const columns = ['household_id', 'basket_id', 'product_id', 'transaction_timestamp'];
  for (const { cells } of readCsv(file, columns)) {
    const [user, order, item, time] = cells as [string, string, string, string];
    if (!leftOut.has(item)) yield { user, item, order, time: timeOf(time) };
  }
}

const timeOf = (text: string): number => Date.parse(timestampOf(text));

function catalogueOf(name: DatasetName, folder: string): ReadonlyMap<string, StoredItem> {
  const items = DATASETS[name](folder).items;
  return new Map(
    items.map((item) => [item.itemId, { ...item, updatedAt: item.listedAt } as StoredItem] as const),
  );
}
