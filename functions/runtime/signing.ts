import { createHmac, timingSafeEqual } from 'node:crypto';
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
