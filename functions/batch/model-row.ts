import { id } from '../../contract/api/primitives.ts';
import type { ModelRow } from '../../domain/ports.ts';

/** As many as a run may ask for (topK), and what two versions of a row may fill of DynamoDB's 400 KB. */
const MAX_ITEMS = 1000;
const PLAIN_ID = /^[\w:-]{1,128}$/;

export type ParsedRow =
  | { readonly row: ModelRow; readonly reason?: undefined }
  | { readonly row?: undefined; readonly reason: string };

/** A line of the standard model format as a row, or why it is none. */
export function parseModelRow(line: string): ParsedRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'must be JSON' };
  }
  const { key, items } = (value ?? {}) as { key?: unknown; items?: unknown };
  if (!isId(key)) return { reason: 'key must be an id' };
  if (!Array.isArray(items) || items.length > MAX_ITEMS)
    return { reason: `items must be an array of at most ${MAX_ITEMS}` };
  const wrong = items.findIndex((item) => !isItem(item));
  if (wrong >= 0)
    return { reason: `items.${wrong} must be [itemId, finite score] or [itemId, finite score, whole count]` };
  if (new Set(items.map(([itemId]) => itemId)).size < items.length)
    return { reason: 'items must not repeat an item' };
  return { row: { key, items: items as unknown as ModelRow['items'] } };
}

/** The key of a line that is known to be a row; the form that we write ourselves is not parsed whole. */
export function keyOfLine(line: string): string {
  const end = line.startsWith('{"key":"') ? line.indexOf('","items":[') : -1;
  // A quote inside the key is escaped, so that the first such text ends the key.
  if (end >= 0) return JSON.parse(line.slice(7, end + 1)) as string;
  return (JSON.parse(line) as ModelRow).key;
}

function isItem(item: unknown): boolean {
  if (!Array.isArray(item) || item.length < 2 || item.length > 3) return false;
  const [itemId, score, count] = item as unknown[];
  return isId(itemId) && Number.isFinite(score) && (item.length === 2 || isCount(count));
}

const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && (count as number) >= 0;

const isId = (value: unknown): value is string =>
  typeof value === 'string' && (PLAIN_ID.test(value) || id.safeParse(value).success);
