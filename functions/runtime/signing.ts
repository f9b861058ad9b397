import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyStore } from '../../domain/ports.ts';

/** `base64url(payload).base64url(HMAC-SHA256)`: readable by anybody, made only by who has the secret. */
export function sign(secret: Uint8Array, payload: string): string {
  const body = Buffer.from(payload, 'utf8').toString('base64url');
  return `${body}.${mac(secret, body).toString('base64url')}`;
}

/** The payload of a text that `sign` made with this secret; undefined for any other. Compares in constant time. */
export function verify(secret: Uint8Array, text: string): string | undefined {
  const [body, signature, ...rest] = text.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) return undefined;
  const [expected, got] = [mac(secret, body), Buffer.from(signature, 'base64url')];
  if (expected.length !== got.length || !timingSafeEqual(expected, got)) return undefined;
  return Buffer.from(body, 'base64url').toString('utf8');
}

const mac = (secret: Uint8Array, body: string): Buffer => createHmac('sha256', secret).update(body).digest();

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A payload that only who has the secret can read or make: base64url of nonce, tag and cipher text.
 * @param random gives that many random bytes; a nonce must not come twice
 */
export function seal(secret: Uint8Array, payload: string, random: (bytes: number) => Uint8Array): string {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(payload, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The payload of a text that `seal` made with this secret; undefined for any other. */
export function unseal(secret: Uint8Array, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url');
  // One text, one reading: characters that base64url skips are no part of it.
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) return undefined;
  const [nonce, rest] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
  const opener = createDecipheriv(CIPHER, sealingKey(secret), nonce, { authTagLength: TAG_BYTES });
  opener.setAuthTag(rest.subarray(0, TAG_BYTES));
  try {
    return Buffer.concat([opener.update(rest.subarray(TAG_BYTES)), opener.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const sealingKey = (secret: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), 'seal', 32));

/** Signing secrets by name, each read once a process; a failed read is tried again the next time. */
export function secrets(keys: () => KeyStore): (name: string) => Promise<Uint8Array> {
  const known = new Map<string, Promise<Uint8Array>>();
  return (name) => {
    const secret = known.get(name) ?? keys().secret(name);
    known.set(name, secret);
    secret.catch(() => known.delete(name));
    return secret;
  };
}
