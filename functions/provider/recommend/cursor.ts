import { createHash } from 'node:crypto';
import { z } from 'zod';
import { id } from '../../../contract/api/primitives.ts';
import { context, filters } from '../../../contract/api/recommend.ts';
import { Problem } from '../../runtime/problems.ts';
import { sign, verify } from '../../runtime/signing.ts';

export const CURSOR_SECRET = 'cursors-1';

/** A day: longer than anybody scrolls, shorter than histories change out of recognition. */
const CURSOR_MS = 86_400_000;
/** Three bytes an item: one in 16 million others is skipped for each item shown, and 1,500 fit a URL. */
const HASH_BYTES = 3;
const MAX_SHOWN = 1500;
/** With the signature below the 8,192 characters that a query takes. */
const MAX_CURSOR = 7500;

const state = z.strictObject({
  page: z.string(),
  section: z.string(),
  userId: id.optional(),
  cookieId: id.optional(),
  context: context,
  filters: filters,
  /** When the first page was made, milliseconds. */
  at: z.number().int(),
  /** Items of this section so far: positions go on from it. */
  count: z.number().int(),
  /** Hashes of everything shown or excluded so far, base64url. */
  shown: z.string(),
});
type State = z.infer<typeof state>;

/** Where a section stands: enough to go on without anything kept on our side. */
export type Cursor = Omit<State, 'shown'> & { readonly shown: ReadonlySet<string> };

/** The cursor as signed text; undefined when it would not fit a URL, so that the section ends there. */
export function writeCursor(secret: Uint8Array, { shown, ...rest }: Cursor): string | undefined {
  if (shown.size > MAX_SHOWN) return undefined;
  const hashes = Buffer.from([...shown].sort().join(''), 'hex').toString('base64url');
  const text = sign(secret, JSON.stringify({ ...rest, shown: hashes }));
  return text.length > MAX_CURSOR ? undefined : text;
}

/** @throws Problem 400 `invalid-cursor` or `expired-cursor`, each with the way on */
export function readCursor(secret: Uint8Array, text: string, now: number): Cursor {
  const payload = verify(secret, text);
  const read = payload === undefined ? undefined : state.safeParse(JSON.parse(payload));
  if (!read?.success) throw refused('invalid-cursor', 'is not one of ours');
  if (now - read.data.at > CURSOR_MS) throw refused('expired-cursor', 'is more than a day old');
  const hashes = Buffer.from(read.data.shown, 'base64url').toString('hex');
  const shown = new Set(hashes.match(new RegExp(`.{${2 * HASH_BYTES}}`, 'g')) ?? []);
  return { ...read.data, shown };
}

const refused = (code: string, what: string): Problem =>
  new Problem(400, code, `cursor: ${what}; ask for the page again and follow its nextCursor`);

/** The form in which a cursor remembers an item. */
export const itemHash = (itemId: string): string =>
  createHash('sha256')
    .update(itemId)
    .digest('hex')
    .slice(0, 2 * HASH_BYTES);
