import { z } from 'zod';
import { SCOPES, type Scope } from '../../domain/events/event.ts';
import type { KeyStore } from '../../domain/ports.ts';
import { keyHash } from '../runtime/keys.ts';

const payload = z.strictObject({
  scope: z.enum(SCOPES),
  /** A key of the caller's own making, used as it is; default: 32 random bytes. */
  key: z
    .string()
    .regex(/^[\x21-\x7e]{8,256}$/, 'must be 8 to 256 visible ASCII characters')
    .optional(),
});

export class InvalidKeyRequestError extends Error {
  readonly code = 'invalid-key-request';
}

/**
 * Stores an API key (its hash) and answers it: the only time it can be read. Invoked directly by
 * operators, who so get the first admin key; no HTTP route leads here.
 *
 * @throws InvalidKeyRequestError for a wrong payload, without the key in its message
 */
export async function issueKey(
  event: unknown,
  { keys, now, random }: { keys: KeyStore; now: number; random: (bytes: number) => Buffer },
): Promise<{ key: string; scope: Scope }> {
  const read = payload.safeParse(event);
  if (!read.success) throw new InvalidKeyRequestError(z.prettifyError(read.error));
  const key = read.data.key ?? random(32).toString('base64url');
  await keys.put(keyHash(key), { scope: read.data.scope, createdAt: new Date(now).toISOString() });
  return { key, scope: read.data.scope };
}
