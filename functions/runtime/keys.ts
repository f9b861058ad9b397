import { createHash } from 'node:crypto';
import type { Scope } from '../../domain/events/event.ts';
import type { Clock, KeyStore } from '../../domain/ports.ts';
import { ExpiringMap } from './expiring-map.ts';

/** A revoked key works at most this long (design §4: cached ≤ 60 s). */
const KNOWN_MS = 60_000;
/** A key just issued is refused at most this long; and a flood of one wrong key reads the table once in it. */
const UNKNOWN_MS = 2_000;

/** The form in which a key is stored and looked up. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Answers the scope of an API key, from memory where it was asked lately; undefined for an unknown one. */
export function keyScopes(keys: () => KeyStore, clock: Clock): (key: string) => Promise<Scope | undefined> {
  const seen = new ExpiringMap<string, Scope | undefined>(10_000);
  return async (key) => {
    const hash = keyHash(key);
    const known = seen.get(hash, clock());
    if (known) return known.value;
    const scope = (await keys().read(hash))?.scope;
    seen.set(hash, scope, clock() + (scope ? KNOWN_MS : UNKNOWN_MS));
    return scope;
  };
}
