import type { ObjectStore } from '../../domain/ports.ts';

/** A working file that an earlier step should have left is not there. */
export class MissingFileError extends Error {
  readonly code = 'missing-file';
  constructor(key: string) {
    super(`file ${key} is not there; an earlier step of the run should have written it`);
  }
}

export async function getBytes(store: ObjectStore, key: string): Promise<Uint8Array> {
  const bytes = await store.get(key);
  if (bytes === undefined) throw new MissingFileError(key);
  return bytes;
}

export async function getJson<T>(store: ObjectStore, key: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await getBytes(store, key))) as T;
}

export async function putJson(store: ObjectStore, key: string, value: unknown): Promise<void> {
  await store.put(key, `${JSON.stringify(value)}\n`, { contentType: 'application/json' });
}
