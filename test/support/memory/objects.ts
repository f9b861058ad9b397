import { createHash } from 'node:crypto';
import { ObjectMissingError } from '../../../adapters/s3/objects.ts';
import type { ObjectStore, StoredObject } from '../../../domain/ports.ts';

export interface MemoryObjects extends ObjectStore {
  /** Body by key. */
  readonly objects: Map<string, Uint8Array>;
  /** An object as text. @throws ObjectMissingError */
  text(key: string): string;
  keys(prefix?: string): string[];
}

export function memoryObjects(): MemoryObjects {
  const objects = new Map<string, Uint8Array>();
  const keys = (prefix = '') => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const bytes = (key: string) => {
    const body = objects.get(key);
    if (!body) throw new ObjectMissingError(key);
    return body;
  };
  return {
    objects,
    keys,
    text: (key) => Buffer.from(bytes(key)).toString('utf8'),
    async put(key, body) {
      objects.set(key, typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body));
    },
    get: async (key) => objects.get(key),
    async stream(key) {
      return inChunks(bytes(key));
    },
    async *list(prefix) {
      for (const key of keys(prefix)) yield describe(key, bytes(key));
    },
    async remove(doomed) {
      for (const key of doomed) objects.delete(key);
    },
    presignPut: async (key, seconds) => `https://memory.test/${key}?expires=${seconds}`,
  };
}

const describe = (key: string, body: Uint8Array): StoredObject => ({
  key,
  size: body.length,
  etag: createHash('md5').update(body).digest('hex'),
});

/** Odd-sized chunks, so that whoever reads meets lines and characters cut in two. */
async function* inChunks(body: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < body.length; at += 4093) yield body.subarray(at, at + 4093);
}
