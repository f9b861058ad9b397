import type { Rejection } from '../../contract/api/events.ts';
import { type ItemWrite, item as itemSchema } from '../../contract/api/items.ts';
import { API_LIMITS } from '../../contract/limits.ts';
import { ITEM_PARTITION_PREFIX, type ItemRecord } from '../../contract/stream.ts';
import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { StreamEntry } from '../../domain/ports.ts';
import { iso } from '../runtime/api.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { fieldErrors, inWords, preview } from '../runtime/problems.ts';
import { putAll } from './stream-put.ts';

/** Conditional writes at a time: 500 items at ~5 ms each come to ~0.1 s, below any table's first throttle. */
const PARALLEL_WRITES = 25;

interface Candidate {
  readonly index: number;
  readonly item: ItemWrite;
}
interface Written {
  readonly index: number;
  readonly item: StoredItem;
}
type Result = { readonly written: Written } | { readonly rejection: Rejection };

/** Whether an updatedAt is further ahead of our clock than clocks may disagree. */
export const isAhead = (updatedAt: string | undefined, now: number): boolean =>
  updatedAt !== undefined && Date.parse(updatedAt) > now + API_LIMITS.futureMinutes * 60_000;
export const tooFarAhead = (): string =>
  `must be at most ${API_LIMITS.futureMinutes} minutes ahead of our clock`;

/** The change record that follows a stored item on the stream. */
export function changeEntry(item: StoredItem, receivedAt: string): StreamEntry {
  const record: ItemRecord = { kind: 'item', receivedAt, item };
  return { partitionKey: `${ITEM_PARTITION_PREFIX}${item.itemId}`, data: JSON.stringify(record) };
}

/** Judges and writes each item alone; writes of one item keep their order. Rejections are by index. */
export async function writeItems(
  raw: readonly unknown[],
  now: number,
  stores: Pick<Stores, 'items' | 'stream'>,
): Promise<{ stored: StoredItem[]; rejected: Rejection[] }> {
  const judged = raw.map((value, index) => judge(value, index, now));
  const candidates = judged.flatMap((result) => ('item' in result ? [result] : []));
  const results = await inLanes(candidates, (candidate) => writeOne(candidate, now, stores));
  const written = results
    .flatMap((result) => ('written' in result ? [result.written] : []))
    .sort((a, b) => a.index - b.index);
  const failed = await putAll(
    stores.stream,
    written.map(({ item }) => changeEntry(item, iso(now))),
  );
  const rejected = [
    ...judged.flatMap((result) => ('rejection' in result ? [result.rejection] : [])),
    ...results.flatMap((result) => ('rejection' in result ? [result.rejection] : [])),
    ...written.filter((_, place) => failed[place]).map(({ index }) => streamFailed(index)),
  ];
  return {
    stored: written.filter((_, place) => !failed[place]).map(({ item }) => item),
    rejected: rejected.sort((a, b) => a.index - b.index),
  };
}

function judge(value: unknown, index: number, now: number): Candidate | { rejection: Rejection } {
  const read = itemSchema.safeParse(value);
  if (!read.success) return reject(index, 'invalid-item', inWords(fieldErrors(read.error, value)));
  const { updatedAt } = read.data;
  if (isAhead(updatedAt, now))
    return reject(index, 'updated-in-future', `updatedAt: ${tooFarAhead()}, got ${preview(updatedAt)}`);
  return { index, item: read.data };
}

const reject = (index: number, code: string, detail: string, retryable = false) => ({
  rejection: { index, code, detail, retryable },
});

const streamFailed = (index: number): Rejection =>
  reject(index, 'stream-unavailable', 'it is stored, but its change was not announced; send it again', true)
    .rejection;

async function writeOne(
  { index, item }: Candidate,
  now: number,
  { items }: Pick<Stores, 'items'>,
): Promise<Result> {
  try {
    const written = await items.put(item, now);
    if (written.outcome === 'stored') return { written: { index, item: written.item } };
    const stored = written.outcome === 'stale' ? written.item.updatedAt : undefined;
    const got = preview(item.updatedAt);
    return reject(
      index,
      'stale-write',
      `updatedAt: the stored ${preview(stored)} is newer, or wins at the same time, got ${got}`,
    );
  } catch (error) {
    logger.error('an item could not be stored', { error: error as Error });
    return reject(index, 'store-unavailable', 'the store did not answer; send it again', true);
  }
}

/** Runs work over items in parallel lanes; candidates of one itemId share a lane, in their order. */
async function inLanes(candidates: readonly Candidate[], work: (candidate: Candidate) => Promise<Result>) {
  const byItem = Map.groupBy(candidates, ({ item }) => item.itemId);
  const queue = [...byItem.values()];
  const results: Result[] = [];
  const lane = async () => {
    for (let group = queue.pop(); group; group = queue.pop())
      for (const candidate of group) results.push(await work(candidate));
  };
  await Promise.all(Array.from({ length: PARALLEL_WRITES }, lane));
  return results;
}
