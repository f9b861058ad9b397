import type { Receipt } from '../../contract/api/users.ts';
import { readEnvironment } from '../../contract/environment.ts';
import { EXPORT_DAYS } from '../../contract/exports.ts';
import { erasuresPrefix } from '../../contract/storage-keys.ts';
import type { ActorState } from '../../domain/identity/actor.ts';
import { type ActorKey, cookieKey, userKey } from '../../domain/identity/owner.ts';
import { type ApiContext, type ApiReply, type ApiRequest, iso, ok } from '../runtime/api.ts';
import { Problem, preview, unavailable } from '../runtime/problems.ts';

type Of<Params> = ApiRequest<{ params: Params; query: unknown; body: unknown }>;
const DAY_MS = 86_400_000;

/** DELETE /users/{userId}: the user, and those of its cookies that no other user was seen with. */
export async function eraseUser({ params, now }: Of<{ userId: string }>, context: ApiContext) {
  return answering(async () => {
    const user = userKey(params.userId);
    const state = (await context.stores.actors.read([user])).get(user);
    const { own, shared } = await sortCookies(state, params.userId, context);
    return erase({ userId: params.userId }, [user, ...own], shared.length, now, context);
  });
}

/** DELETE /cookies/{cookieId} */
export async function eraseCookie({ params, now }: Of<{ cookieId: string }>, context: ApiContext) {
  return answering(() => erase(params, [cookieKey(params.cookieId)], 0, now, context));
}

/** GET /receipts/{receiptId} */
export async function getReceipt({ params }: Of<{ receiptId: string }>, { stores }: ApiContext) {
  return answering(async () => {
    const body = await stores.archive.get(erasureKey(params.receiptId));
    const receipt = body && (JSON.parse(Buffer.from(body).toString('utf8')) as { receipt?: Receipt }).receipt;
    if (receipt) return ok(receipt);
    throw new Problem(404, 'unknown-receipt', `receiptId: no such receipt, got ${preview(params.receiptId)}`);
  });
}

const answering = (work: () => Promise<ApiReply>): Promise<ApiReply> =>
  work().catch((cause) => {
    throw cause instanceof Problem ? cause : unavailable('store', cause);
  });

/** A cookie seen with this user alone is the user's; one that others used too is theirs as well and stays. */
async function sortCookies(state: ActorState | undefined, userId: string, { stores }: ApiContext) {
  const keys = (state?.cookies ?? []).map(({ cookieId }) => cookieKey(cookieId));
  const states = await stores.actors.read(keys);
  const isOwn = (key: ActorKey) => (states.get(key)?.links ?? []).every((link) => link.userId === userId);
  return { own: keys.filter(isOwn), shared: keys.filter((key) => !isOwn(key)) };
}

/**
 * The order makes a crash harmless: first the marks that keep batch and rebuilds from bringing events back,
 * then the rows; the receipt, in the first mark, is written again with its counts. Erasing again is harmless.
 */
async function erase(
  actor: Receipt['actor'],
  keys: readonly ActorKey[],
  sharedCookies: number,
  now: number,
  { stores, random }: ApiContext,
): Promise<ApiReply> {
  const receiptId = random(16).toString('base64url');
  const draft = { receiptId, actor, sharedCookies, now };
  const mark = (place: number, receipt?: Receipt) => {
    const key = erasureKey(place === 0 ? receiptId : `${receiptId}-${place}`);
    const body = { actor: keys[place], erasedAt: iso(now), ...(receipt && { receipt }) };
    return stores.archive.put(key, JSON.stringify(body), { contentType: 'application/json' });
  };
  await Promise.all(
    keys.map((_, place) => mark(place, place === 0 ? receiptOf(draft, new Map()) : undefined)),
  );
  const counts = await Promise.all(keys.map((key) => stores.actors.remove(key)));
  await mark(0, receiptOf(draft, sum(counts)));
  const receipt = `/v1/receipts/${receiptId}`;
  return { status: 202, body: { receipt }, headers: { location: receipt } };
}

const erasureKey = (receiptId: string): string => `${erasuresPrefix}${receiptId}.json`;

function sum(counts: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const [what, count] of counts.flatMap((one) => Object.entries(one)))
    total.set(what, (total.get(what) ?? 0) + count);
  return total;
}

function receiptOf(
  {
    receiptId,
    actor,
    sharedCookies,
    now,
  }: { receiptId: string; actor: Receipt['actor']; sharedCookies: number; now: number },
  removed: ReadonlyMap<string, number>,
): Receipt {
  const lastTraceAt = iso(now + Number(readEnvironment('archiveDays')) * DAY_MS);
  // Expired, and then gone as an older version.
  const exportsEndAt = iso(now + (EXPORT_DAYS + 1) * DAY_MS);
  const archived = { where: 'archive', what: 'events sent before; no batch reads them any more' };
  const links = {
    where: 'actors',
    what: `links of ${sharedCookies} cookies that other users were seen with`,
  };
  return {
    receiptId,
    actor,
    erasedAt: iso(now),
    removed: [...removed].map(([what, count]) => ({ where: 'actors', what, count })),
    remains: [
      { ...archived, until: lastTraceAt },
      { where: 'artefacts', what: 'pages exported before', until: exportsEndAt },
      ...(sharedCookies > 0 ? [{ ...links, until: lastTraceAt }] : []),
    ],
    lastTraceAt,
  };
}
