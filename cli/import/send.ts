import type { Rejection } from '../../contract/api/events.ts';
import type { ApiClient, Reply } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { delayBefore } from '../api/retry.ts';
import type { Batch } from './batches.ts';
import { type Rejected, rejected } from './entry.ts';
import { issueWords, type Kind, userLine } from './kinds.ts';

export interface Sent {
  readonly taken: number;
  readonly rejected: readonly Rejected[];
}

/**
 * Sends one batch until every line is taken or refused for good. What the API calls retryable is sent again,
 * alone, with growing pauses. @throws ApiError when the API refuses us rather than a line (401, 403, 500 …)
 */
export async function sendBatch(client: ApiClient, kind: Kind, batch: Batch): Promise<Sent> {
  if (kind.name === 'users') return sendUser(client, batch);
  let [open, taken] = [batch, 0];
  const refused: Rejected[] = [];
  for (let attempt = 0; ; attempt++) {
    const answer = await sendOnce(client, kind, open);
    taken += answer.taken;
    const last = attempt >= client.retries.attempts - 1;
    refused.push(...answer.rejected.filter((one) => last || !one.retryable));
    const again = new Set(last ? [] : answer.rejected.filter((one) => one.retryable).map((one) => one.line));
    if (again.size === 0) return { taken, rejected: refused };
    open = only(open, again);
    await client.retries.sleep(delayBefore(attempt, client.retries));
  }
}

async function sendOnce(client: ApiClient, kind: Kind, batch: Batch): Promise<Sent> {
  const reply = await client.send('POST', `/v1/${kind.name}`, `{"${kind.name}":[${batch.texts.join(',')}]}`);
  const refusals = rejectionsOf(reply);
  if (refusals) return judged(batch, refusals);
  if (reply.status === 413 && batch.entries.length > 1) return sendHalves(client, kind, batch);
  if (reply.status === 413 || reply.status === 400) return allRefused(batch, kind, reply);
  throw new ApiError(`POST /v1/${kind.name}`, reply.status, reply.body);
}

/** Per-line rejections of a 2xx answer, or of a 400 that judged every line; undefined for other answers. */
function rejectionsOf(reply: Reply): readonly Rejection[] | undefined {
  if (reply.status >= 300 && reply.status !== 400 && reply.status !== 503) return undefined;
  const list = (reply.body as { rejected?: unknown } | null)?.rejected;
  return Array.isArray(list) ? (list as Rejection[]) : undefined;
}

function judged(batch: Batch, refusals: readonly Rejection[]): Sent {
  const lines = refusals.map((one) =>
    rejected(batch.entries[one.index]!, one.code, one.detail, one.retryable),
  );
  return { taken: batch.entries.length - lines.length, rejected: lines };
}

function allRefused(batch: Batch, kind: Kind, reply: Reply): Sent {
  const { code, message } = new ApiError(`POST /v1/${kind.name}`, reply.status, reply.body);
  return { taken: 0, rejected: batch.entries.map((entry) => rejected(entry, code, message)) };
}

async function sendHalves(client: ApiClient, kind: Kind, batch: Batch): Promise<Sent> {
  const middle = batch.entries.length >>> 1;
  const cut = (from: number, to?: number): Batch => ({
    entries: batch.entries.slice(from, to),
    texts: batch.texts.slice(from, to),
  });
  const halves = [await sendOnce(client, kind, cut(0, middle)), await sendOnce(client, kind, cut(middle))];
  return {
    taken: halves.reduce((sum, half) => sum + half.taken, 0),
    rejected: halves.flatMap((half) => half.rejected),
  };
}

function only(batch: Batch, lines: ReadonlySet<number>): Batch {
  const at = batch.entries
    .keys()
    .filter((index) => lines.has(batch.entries[index]!.line))
    .toArray();
  return { entries: at.map((index) => batch.entries[index]!), texts: at.map((index) => batch.texts[index]!) };
}

/** A user's line becomes PUT profile and, when it has preferences, PATCH preferences. */
async function sendUser(client: ApiClient, batch: Batch): Promise<Sent> {
  const entry = batch.entries[0]!;
  const parsed = userLine.safeParse(entry.value);
  if (!parsed.success) {
    return { taken: 0, rejected: [rejected(entry, 'invalid-user', issueWords(parsed.error, entry.value))] };
  }
  const { userId, preferences, ...profile } = parsed.data;
  const path = `/v1/users/${encodeURIComponent(userId)}`;
  const replies = [['PUT', path, profile] as const];
  const calls = preferences ? [...replies, ['PATCH', `${path}/preferences`, preferences] as const] : replies;
  for (const [method, where, body] of calls) {
    const reply = await client.send(method, where, JSON.stringify(body));
    if (reply.status < 300) continue;
    const error = new ApiError(`${method} ${where}`, reply.status, reply.body);
    if (reply.status !== 400 && reply.status !== 413) throw error;
    return { taken: 0, rejected: [rejected(entry, error.code, error.message)] };
  }
  return { taken: 1, rejected: [] };
}
