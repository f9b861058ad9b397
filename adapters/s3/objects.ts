import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectStore, StoredObject } from '../../domain/ports.ts';
import { AdapterError, isNamed } from '../errors.ts';
import { chunks } from '../retry.ts';
import { s3Client } from './client.ts';

/** What DeleteObjects takes. */
const REMOVED_AT_ONCE = 1000;

export class ObjectMissingError extends AdapterError {
  constructor(key: string) {
    super('object-missing', `object ${key} does not exist`);
  }
}

export class ObjectNotRemovedError extends AdapterError {
  constructor(key: string, reason: string) {
    super('object-not-removed', `object ${key} could not be removed: ${reason}`);
  }
}

interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/** The objects of one bucket. */
export function s3Objects(name: string, client = s3Client()): ObjectStore {
  const bucket = { client, name };
  return {
    async put(key, body, options) {
      const { contentType: ContentType } = options ?? {};
      const object = { Bucket: name, Key: key, Body: body, ...(ContentType && { ContentType }) };
      await client.send(new PutObjectCommand(object));
    },
    get: async (key) => (await open(bucket, key))?.transformToByteArray(),
    stream: (key) => stream(bucket, key),
    list: (prefix) => list(bucket, prefix),
    remove: (keys) => remove(bucket, keys),
    presignPut: (key, expiresIn) =>
      getSignedUrl(client, new PutObjectCommand({ Bucket: name, Key: key }), { expiresIn }),
  };
}

async function open({ client, name }: Bucket, key: string) {
  try {
    return (await client.send(new GetObjectCommand({ Bucket: name, Key: key }))).Body;
  } catch (error) {
    if (isNamed(error, 'NoSuchKey', 'NotFound')) return undefined;
    throw error;
  }
}

/** @throws ObjectMissingError */
async function stream(bucket: Bucket, key: string): Promise<AsyncIterable<Uint8Array>> {
  const body = await open(bucket, key);
  if (!body) throw new ObjectMissingError(key);
  return body as unknown as AsyncIterable<Uint8Array>;
}

/**
 * In the order of their keys. By ListObjects, whose pages go on after the last key: the continuation tokens
 * of ListObjectsV2 fail in s3rver on Node 22 and later (it makes them with crypto.createCipher, now gone).
 */
async function* list({ client, name }: Bucket, prefix: string): AsyncIterable<StoredObject> {
  let Marker: string | undefined;
  do {
    const command = new ListObjectsCommand({ Bucket: name, Prefix: prefix, ...(Marker && { Marker }) });
    const { Contents = [], IsTruncated } = await client.send(command);
    for (const { Key, Size, ETag } of Contents)
      yield { key: Key!, size: Size ?? 0, etag: (ETag ?? '').replaceAll('"', '') };
    Marker = IsTruncated ? Contents.at(-1)?.Key : undefined;
  } while (Marker);
}

/** @throws ObjectNotRemovedError for the first that was not */
async function remove({ client, name }: Bucket, keys: readonly string[]): Promise<void> {
  for (const part of chunks(keys, REMOVED_AT_ONCE)) {
    const Delete = { Objects: part.map((Key) => ({ Key })), Quiet: true };
    const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: name, Delete }));
    const [failed] = Errors ?? [];
    if (failed)
      throw new ObjectNotRemovedError(failed.Key ?? '', failed.Message ?? failed.Code ?? 'no reason given');
  }
}
