import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Objects } from '../../adapters/s3/objects.ts';
import { memoryObjects } from '../support/memory/objects.ts';
import { BUCKET, startS3 } from './emulators/s3.ts';
import { objectStoreSuite } from './objects.suite.ts';
import { fresh } from './samples.ts';

const memory = memoryObjects();
objectStoreSuite('memory', () => memory);

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());
objectStoreSuite('S3 (s3rver)', () => s3Objects(BUCKET, s3.client));

describe('a presigned URL', () => {
  it('takes one PUT of the object without credentials', async () => {
    const store = s3Objects(BUCKET, s3.client);
    const key = fresh('uploads/유저');
    const reply = await fetch(await store.presignPut(key, 60), { method: 'PUT', body: 'from outside' });
    expect(reply.status).toBe(200);
    expect(Buffer.from((await store.get(key))!).toString()).toBe('from outside');
  });

  it('carries no checksum of the body that it does not know', async () => {
    expect(await s3Objects(BUCKET, s3.client).presignPut('k', 60)).not.toContain('checksum');
  });
});
