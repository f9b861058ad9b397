import type { ItemWrite } from '../../contract/api/items.ts';
import type { Event } from '../../domain/events/event.ts';
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
  'Invoice',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'Price',
  'Customer ID',
] as const;

/** A line of an invoice for goods, whether sold or given back. */
interface Line {
  readonly line: number;
  readonly invoice: string;
  readonly itemId: string;
  readonly description: string;
  readonly quantity: number;
  readonly time: string;
  readonly price: number;
  readonly customer: string;
}

/**
 * UCI Online Retail II as events and items. A purchase per line of goods with positive quantity, a refund
 * per cancelled line; customers are users by their number, a guest is the cookie `guest-INVOICE`.
 */
export function onlineRetail(path: string): Dataset {
  const file = datasetFile(path, 'transactions.csv');
  const tally = new Tally();
  const items = new Map<string, Facts>();
  let eventCount = 0;
  for (const line of goodsLines(file, tally)) {
    eventCount++;
    if (line.quantity > 0) learn(items, line);
  }
  return {
    items: itemsOf(items),
    users: [],
    events: () => eventsOf(file),
    eventCount,
    leftOut: tally.counts,
  };
}

function* eventsOf(file: string): Generator<NumberedEvent> {
  for (const line of goodsLines(file, new Tally())) yield { line: line.line, event: eventOf(line) };
}

function eventOf(line: Line): Event {
  const who = line.customer === '' ? { cookieId: `guest-${line.invoice}` } : { userId: line.customer };
  const sold = line.quantity > 0;
  return {
    eventId: `online-retail-${String(line.line).padStart(6, '0')}`,
    type: sold ? 'purchase' : 'refund',
    ...who,
    itemId: line.itemId,
    occurredAt: timestampOf(line.time),
    // A cancellation has an invoice of its own, which is not the order of what it cancels.
    ...(sold ? { orderId: line.invoice } : {}),
    price: round4(line.price),
    currency: 'GBP',
    quantity: Math.abs(line.quantity),
  };
}

/** Lines that are events; the others are counted by reason. */
function* goodsLines(file: string, tally: Tally): Generator<Line> {
  for (const { line, cells } of readCsv(file, COLUMNS)) {
    const [invoice, code, description, quantity, time, price, customer] = cells as readonly [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const read: Line = {
      line,
      invoice,
      itemId: code.toUpperCase(),
      description: description.trim(),
      quantity: Number(quantity),
      time,
      price: Number(price),
      customer: customer.replace(/\.0$/, ''),
    };
    const reason = reasonToLeaveOut(read);
    if (reason === undefined) yield read;
    else tally.add(reason);
  }
}

function reasonToLeaveOut(line: Line): string | undefined {
  if (!/^\d{5}/.test(line.itemId)) return 'lines of non-goods (postage, fees, vouchers)';
  const cancelled = line.invoice.startsWith('C');
  if (!Number.isInteger(line.quantity) || line.quantity === 0) return 'lines without a whole quantity';
  if (cancelled !== line.quantity < 0) return 'stock corrections (negative quantity, no cancellation)';
  if (!(line.price >= 0)) return 'lines with a negative price';
  return undefined;
}

interface Facts {
  readonly first: string;
  readonly prices: number[];
  readonly descriptions: Map<string, number>;
}

function learn(items: Map<string, Facts>, line: Line): void {
  const facts: Facts = items.get(line.itemId) ?? { first: line.time, prices: [], descriptions: new Map() };
  items.set(line.itemId, facts);
  // Gifts and samples go out at 0, which says nothing about the price.
  if (line.price > 0) facts.prices.push(line.price);
  if (line.description === '') return;
  facts.descriptions.set(line.description, (facts.descriptions.get(line.description) ?? 0) + 1);
}

function itemsOf(items: ReadonlyMap<string, Facts>): ItemWrite[] {
  const ids = [...items.keys()].sort();
  return ids.map((itemId) => {
    const facts = items.get(itemId)!;
    return {
      itemId,
      title: commonest(facts.descriptions) ?? itemId,
      categories: ['gifts'],
      price: facts.prices.length > 0 ? median(facts.prices) : 0,
      currency: 'GBP',
      listedAt: timestampOf(facts.first),
      status: 'on_sale',
    };
  });
}

/** The text counted most; of equals the first in UTF-16 order. */
function commonest(counts: ReadonlyMap<string, number>): string | undefined {
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0];
}
