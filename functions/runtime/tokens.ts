import { z } from 'zod';
import { id } from '../../contract/api/primitives.ts';
import { sign, verify } from './signing.ts';

/** The secret's name in the keys table. To change it, add a name, sign with the new one, accept both a day. */
export const TOKEN_SECRET = 'user-tokens-1';

const payload = z.strictObject({ user: id, until: z.number().int(), key: z.literal(TOKEN_SECRET) });

/** A token by which a browser may speak for this user until a time (milliseconds). */
export const makeUserToken = (secret: Uint8Array, userId: string, until: number): string =>
  sign(secret, JSON.stringify({ user: userId, until, key: TOKEN_SECRET }));

export type TokenState =
  | { readonly state: 'absent' | 'invalid' | 'expired' }
  | { readonly state: 'valid'; readonly userId: string };

/** Whose a token is. Anything that `makeUserToken` did not make is invalid; it counts until its time, exclusive. */
export function readUserToken(secret: Uint8Array, token: string | undefined, now: number): TokenState {
  if (token === undefined || token === '') return { state: 'absent' };
  const read = payload.safeParse(parse(verify(secret, token)));
  if (!read.success) return { state: 'invalid' };
  return now < read.data.until ? { state: 'valid', userId: read.data.user } : { state: 'expired' };
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
