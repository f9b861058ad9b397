import type { ItemWrite } from '../../contract/api/items.ts';
import type { UserLine } from '../import/kinds.ts';
import { readCsv } from './csv.ts';
import {
  type Dataset,
  datasetFile,
  median,
  type NumberedEvent,
  round4,
  Tally,
  timestampOf,
} from './dataset.ts';

const COLUMNS = [
  'household_id',
  'basket_id',
  'product_id',
  'quantity',
  'sales_value',
  'transaction_timestamp',
] as const;

/** Petrol and coupon lines: bought, so events; but nothing that a shop could recommend, so without stock. */
const NEVER_IN_STOCK: ReadonlySet<string> = new Set(['FUEL', 'COUPON/MISC ITEMS']);

/** What the transactions say of a product. */
interface Facts {
  first: string;
  readonly prices: number[];
}

/**
 * 84.51° The Complete Journey as events, items and users: a purchase per line with positive quantity;
 * households are users and baskets orders, by their numbers.
 */
export function completeJourney(path: string): Dataset {
  const file = datasetFile(path, 'transactions.csv');
  const tally = new Tally();
  const facts = new Map<string, Facts>();
  let eventCount = 0;
  for (const { event } of purchases(file, tally)) {
    eventCount++;
    learn(facts, event.itemId!, event.occurredAt, event.price!);
  }
  const items = itemsOf(datasetFile(path, 'products.csv'), facts, tally);
  const users = usersOf(datasetFile(path, 'demographics.csv'));
  return { items, users, events: () => purchases(file, new Tally()), eventCount, leftOut: tally.counts };
}

function* purchases(file: string, tally: Tally): Generator<NumberedEvent> {
  for (const { line, cells } of readCsv(file, COLUMNS)) {
    const [userId, orderId, itemId, quantityText, value, time] = cells as readonly [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const quantity = Number(quantityText);
    if (!Number.isInteger(quantity) || quantity <= 0) {
      tally.add('lines without positive quantity');
      continue;
    }
    const eventId = `complete-journey-${String(line).padStart(7, '0')}`;
    const price = round4(Number(value) / quantity);
    const occurredAt = timestampOf(time);
    const what = { itemId, occurredAt, orderId, price, currency: 'USD', quantity };
    yield { line, event: { eventId, type: 'purchase', userId, ...what } };
  }
}

function learn(facts: Map<string, Facts>, itemId: string, time: string, price: number): void {
  const known = facts.get(itemId) ?? { first: time, prices: [] };
  facts.set(itemId, known);
  if (time < known.first) known.first = time;
  if (price > 0) known.prices.push(price);
}

const PRODUCT_COLUMNS = [
  'product_id',
  'manufacturer_id',
  'department',
  'brand',
  'product_category',
  'product_type',
  'package_size',
] as const;

function itemsOf(file: string, facts: ReadonlyMap<string, Facts>, tally: Tally): ItemWrite[] {
  const items: ItemWrite[] = [];
  const described = new Set<string>();
  for (const { cells } of readCsv(file, PRODUCT_COLUMNS)) {
    const sold = facts.get(cells[0]!);
    described.add(cells[0]!);
    if (sold) items.push(itemOf(cells, sold));
    else tally.add('products never sold');
  }
  for (const [itemId, sold] of facts) {
    if (!described.has(itemId)) items.push(itemOf([itemId, '', '', '', '', '', ''], sold));
  }
  return items.sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}

function itemOf(cells: readonly string[], facts: Facts): ItemWrite {
  const [itemId, manufacturer, department, brand, category, type, size] = cells.map((cell) => cell.trim());
  const path = [department, category, type].filter((part) => part !== undefined && part !== '') as string[];
  const attributes = { brand, manufacturer, size };
  return {
    itemId: itemId!,
    title: [path.at(-1) ?? `product ${itemId}`, size].filter(Boolean).join(', '),
    categories: path.length > 0 ? path : ['UNKNOWN'],
    price: facts.prices.length > 0 ? median(facts.prices) : 0,
    currency: 'USD',
    listedAt: facts.first,
    status: 'on_sale',
    ...(NEVER_IN_STOCK.has(category ?? '') ? { stock: 0 } : {}),
    attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value)) as Record<
      string,
      string
    >,
  };
}

const DEMOGRAPHICS = [
  ['age', 'age'],
  ['income', 'income'],
  ['home_ownership', 'home'],
  ['marital_status', 'maritalStatus'],
  ['household_size', 'householdSize'],
  ['household_comp', 'household'],
  ['kids_count', 'kids'],
] as const;

/**
 * Households have neither a sex nor a year of birth, and their age bands (19-24, 25-34 …) are not ours (20s,
 * 30s …): what is known of them becomes attributes.
 */
function usersOf(file: string): UserLine[] {
  const columns = ['household_id', ...DEMOGRAPHICS.map(([column]) => column)];
  return readCsv(file, columns)
    .map(({ cells }): UserLine => {
      const known = DEMOGRAPHICS.map(([, name], at) => [name, cells[at + 1]!.trim()] as const);
      const attributes = Object.fromEntries(known.filter(([, value]) => value !== '' && value !== 'NA'));
      return { userId: cells[0]!, preferences: { attributes } };
    })
    .toArray();
}
