import { beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../cli/program.ts';
import type { Documents } from '../../../cli/registry/compare.ts';
import { guardPages } from '../../../cli/registry/guard.ts';
import { JOBS } from '../../../contract/batch.ts';
import { shippedDocuments } from '../../../domain/registry/kinds.ts';
import { type TestApi, testApi } from '../functions/provider/support/api.ts';
import { ids, listItems, popular, publish, userDid } from '../functions/provider/support/market.ts';
import { fakeApi } from './support/fake-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, ids('s', 4), { categories: ['all', 'shoes'] });
  await listItems(api, ids('b', 4), { categories: ['all', 'bags'] });
  await popular(api, [...ids('s', 4), ...ids('b', 4)]);
});
type Steps = { readonly steps: readonly object[] };

/** A push that puts a step into a provider; what the guard says of it, and what it asked. */
async function guarded(provider: string, step: object, users: string[] = []) {
  const { client, calls } = fakeApi((call) => api.admin(call.method, call.path, call.body));
  const server: Documents = shippedDocuments();
  const key = `providers/${provider}`;
  const document = server.get(key) as Steps;
  const changed = { ...document, steps: [...document.steps, step] };
  const local = new Map(server).set(key, changed);
  const said = await guardPages(client, [{ key, what: 'change' }], { server, local }, users).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
  return { said, previews: calls.filter(({ path }) => path.endsWith('/preview')).length };
}
const only = (itemIds: string) => ({ step: 'attributes', categories: [itemIds] });

describe('the guard of a push', () => {
  it('looks at category pages of what is popular, and names those that would be empty', async () => {
    const { said, previews } = await guarded('category-listing', only('bags'));
    expect(said).toMatch(/would show nothing any more: category of shoes;/);
    expect(previews).toBe(2);
  });

  it('looks at pages about an item with the most popular one at hand', async () => {
    const row = ids('b', 3).map((itemId) => [itemId, 0.5, 5] as const);
    await publish(api, 'together-view-all', { s0: row });
    const { said } = await guarded('viewed-together', only('nothing'));
    expect(said).toMatch(/would show nothing any more: item, item of s0;/);
  });

  it('looks at pages as given users and cookies see them', async () => {
    await userDid(api, 'u1', [
      ['like', 'b0', -9],
      ['view', 's0', -5],
      ['view', 's1', -4],
      ['view', 's2', -3],
    ]);
    const nobody = await guarded('recently-viewed', only('bags'));
    expect(nobody.said).toBe('nothing');
    const { said } = await guarded('recently-viewed', only('bags'), ['u1', 'cookie:c1']);
    expect(said).toMatch(/would show nothing any more: my-page for u1;/);
    expect(said).not.toContain('c1');
  });

  it('lets pass what empties nothing, and looks at no page that is not touched', async () => {
    expect(await guarded('for-you', only('bags'), ['u1'])).toEqual({ said: 'nothing', previews: 1 });
    const { client, calls } = fakeApi((call) => api.admin(call.method, call.path, call.body));
    const server: Documents = shippedDocuments();
    await guardPages(client, [{ key: 'models/mine', what: 'add' }], { server, local: server });
    expect(calls).toEqual([]);
  });

  it('looks at pages without an item or category where what is popular cannot be read', async () => {
    const { client, calls } = fakeApi((call) =>
      call.path.startsWith('/v1/popular')
        ? { status: 403, body: {} }
        : api.admin(call.method, call.path, call.body),
    );
    const server: Documents = shippedDocuments();
    const changes = [
      { key: 'pages/item', what: 'change' } as const,
      { key: 'pages/category', what: 'change' } as const,
    ];
    await guardPages(client, changes, { server, local: server });
    expect(calls.map(({ path }) => path)).toEqual(['/v1/popular?limit=20', '/v1/registry/preview']);
  });
});

describe('the command line', () => {
  it('lists all jobs in the help of run', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await runProgram(['run', '--help'])).toBe(0);
    const help = write.mock.calls.map(([text]) => String(text)).join('');
    write.mockRestore();
    for (const job of JOBS) expect(help.replace(/\s+/g, ' ')).toContain(job);
  });
});
