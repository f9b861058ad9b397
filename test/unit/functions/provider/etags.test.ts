import { beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './support/api.ts';

const PATHS = [
  '/v1/registry',
  '/v1/registry?full=true',
  '/v1/registry/pages/home',
  '/v1/registry/pages/home?version=1',
  '/v1/registry/pages/home/history',
  '/v1/registry/schemas',
  '/v1/registry/schemas/pages',
];
/** What stays as it is when the document changes. */
const STANDING = PATHS.filter((path) => path.includes('schemas') || path.includes('version=1'));

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await put({ sections: ['for-you', 'feed'] });
});
const put = (document: object) => api.admin('PUT', '/v1/registry/pages/home', document);
const get = (path: string, ifNoneMatch?: string) =>
  api.admin('GET', path, undefined, ifNoneMatch === undefined ? undefined : { 'if-none-match': ifNoneMatch });

describe('what the registry tells', () => {
  it.each(PATHS)('is not sent again while it is the same (%s)', async (path) => {
    const first = await get(path);
    const { etag = '' } = first.headers;
    expect(first).toMatchObject({ status: 200, headers: { etag: expect.stringMatching(/^(W\/)?".+"$/) } });
    expect(await get(path, `"other", ${etag}`)).toMatchObject({
      status: 304,
      body: undefined,
      headers: { etag },
    });
    expect(await get(path, '"other"')).toMatchObject({ status: 200, body: first.body });
  });

  it.each(PATHS)('is sent again as soon as it is not (%s)', async (path) => {
    const { etag = '' } = (await get(path)).headers;
    await put({ sections: ['feed'] });
    const { status, headers } = await get(path, etag);
    expect(status).toBe(STANDING.includes(path) ? 304 : 200);
    if (status === 200) expect(headers.etag).not.toBe(etag);
  });

  it('has different etags for a list with and without contents', async () => {
    expect((await get('/v1/registry')).headers.etag).not.toBe(
      (await get('/v1/registry?full=true')).headers.etag,
    );
  });

  it('of what does not exist is 404, whatever the caller says to have', async () => {
    for (const path of [
      '/v1/registry/pages/nowhere',
      '/v1/registry/schemas/wishes',
      '/v1/registry/wishes/home',
    ])
      expect((await get(path, '*')).status).toBe(404);
  });
});
