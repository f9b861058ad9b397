import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { id } from '../../../contract/api/primitives.ts';
import { boosts, context, filters } from '../../../contract/api/recommend.ts';
import type { Facet } from '../../../domain/clusters/facet.ts';
import type { FeedStore } from '../../../domain/ports.ts';
import { type ArrangedTail, decodeTail, encodeTail } from '../../../domain/ranking/arrange/tail.ts';
import type { Places } from '../../../domain/ranking/places.ts';
import type { ApiContext } from '../../runtime/api.ts';
import { logger } from '../../runtime/logger.ts';
import { Problem, unavailable } from '../../runtime/problems.ts';
import { seal, unseal } from '../../runtime/signing.ts';

const CURSOR_SECRET = 'cursors-1';

/** A day: longer than anybody scrolls, shorter than histories change out of recognition. */
const CURSOR_MS = 86_400_000;
/** Three bytes an item: of 10,000 shown one in 1,700 others is taken for shown and skipped. */
const HASH_BYTES = 3;
/** Characters that a cursor may have; behind them its state is kept on our side. */
const SHORT_CURSOR = 2048;
/** The most that fits a query with the signature; what a first page writes may be so long, for it keeps nothing on our side. */
const LONG_CURSOR = 7500;

const place = z.tuple([
  z.number().int(),
  z.strictObject({
    factors: z.array(
      z.strictObject({ facet: z.string().transform((one) => one as Facet), factor: z.number() }),
    ),
    part: z.enum(['top', 'rest', 'whole', 'end']),
    after: z.array(z.union([z.string(), z.number(), z.null()])).optional(),
  }),
]);
const state = z.strictObject({
  page: z.string(),
  section: z.string(),
  userId: id.optional(),
  cookieId: id.optional(),
  context: context,
  filters: filters,
  boosts: boosts.optional(),
  /** When the first page was made, milliseconds. */
  at: z.number().int(),
  /** Items of this section so far: positions go on from it. */
  count: z.number().int(),
  /** What arranging remembers of the last of them. */
  tail: z.string().optional(),
  /** Hashes of everything shown or excluded so far, base64url. */
  shown: z.string(),
  /** Where the sources of an endless section go on. */
  places: z.array(place),
});
type State = z.infer<typeof state>;
/** What a cursor is whose state is kept on our side. */
const reference = z.strictObject({ feed: z.string(), at: z.number().int() });

/** Where a section stands. */
export type Cursor = Omit<State, 'shown' | 'places' | 'tail'> & {
  readonly tail: ArrangedTail;
  readonly shown: ReadonlySet<string>;
  readonly places: Places;
};

type World = Pick<ApiContext, 'secret' | 'random'> & { readonly feeds: () => FeedStore };

/**
 * The cursor as sealed text: it holds what is known of the viewer, which a browser must not read. A short one carries all there is; behind 2 KB the state is kept on our side for a day, except that a
 * first page writes nothing. Undefined when it can be neither carried nor kept, so that the section ends there.
 */
export async function writeCursor(
  cursor: Cursor,
  isFirst: boolean,
  world: World,
): Promise<string | undefined> {
  const secret = await secretOf(world);
  const payload = encode(cursor);
  const carried = seal(secret, payload, world.random);
  if (carried.length <= (isFirst ? LONG_CURSOR : SHORT_CURSOR)) return carried;
  const feed = world.random(16).toString('base64url');
  try {
    await world.feeds().put(feed, gzipSync(payload), cursor.at + CURSOR_MS);
    return seal(secret, JSON.stringify({ feed, at: cursor.at }), world.random);
  } catch (error) {
    logger.error('the state of a feed could not be kept', { error: error as Error });
    return carried.length <= LONG_CURSOR ? carried : undefined;
  }
}

/** @throws Problem 400 `invalid-cursor` or `expired-cursor`, each with the way on; 503 when its state cannot be read */
export async function readCursor(text: string, now: number, world: World): Promise<Cursor> {
  const payload = unseal(await secretOf(world), text);
  const kept = payload === undefined ? undefined : reference.safeParse(JSON.parse(payload));
  if (!kept?.success) return decode(payload, now);
  if (now - kept.data.at > CURSOR_MS) throw expired();
  const bytes = await world.feeds().read(kept.data.feed, now).catch(fail);
  if (!bytes) throw expired();
  return decode(gunzipSync(bytes).toString('utf8'), now);
}

function encode({ shown, places, tail, ...rest }: Cursor): string {
  const hashes = Buffer.from([...shown].sort().join(''), 'hex').toString('base64url');
  const kept = tail.length === 0 ? undefined : encodeTail(tail);
  return JSON.stringify({ ...rest, shown: hashes, places: [...places], tail: kept });
}

function decode(payload: string | undefined, now: number): Cursor {
  const read = payload === undefined ? undefined : state.safeParse(JSON.parse(payload));
  if (!read?.success) throw refused('invalid-cursor', 'is not one of ours');
  if (now - read.data.at > CURSOR_MS) throw expired();
  const hashes = Buffer.from(read.data.shown, 'base64url').toString('hex');
  const shown = new Set(hashes.match(new RegExp(`.{${2 * HASH_BYTES}}`, 'g')) ?? []);
  const { tail = '', places, ...rest } = read.data;
  return { ...rest, shown, places: new Map(places), tail: decodeTail(tail) ?? [] };
}

const secretOf = ({ secret }: World): Promise<Uint8Array> => secret(CURSOR_SECRET).catch(fail);

function fail(cause: unknown): never {
  throw unavailable('store', cause);
}

const expired = (): Problem => refused('expired-cursor', 'is more than a day old');
const refused = (code: string, what: string): Problem =>
  new Problem(400, code, `cursor: ${what}; ask for the page again and follow its nextCursor`);

/** The form in which a cursor remembers an item. */
export const itemHash = (itemId: string): string =>
  createHash('sha256')
    .update(itemId)
    .digest('hex')
    .slice(0, 2 * HASH_BYTES);
