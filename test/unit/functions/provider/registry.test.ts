import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REGISTRY_KINDS } from '../../../../contract/api/registry.ts';
import { REGISTRY_LIMITS, SERVICE_LIMITS } from '../../../../contract/limits.ts';
import { commitOf, MOST_DOCUMENTS } from '../../../../domain/registry/commit.ts';
import { DOCUMENT_KINDS, refOf, shippedDocuments } from '../../../../domain/registry/kinds.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, type TestApi, testApi } from './support/api.ts';
import { listItems, popular } from './support/market.ts';

const HOME = '/v1/registry/pages/home';
const page = (name: string, ...sections: string[]) => ({ name, sections });
const section = (name: string, provider: string) => ({
  ...(shippedDocuments().get('sections/for-you') as object),
  name,
  provider,
});
const put = (api: TestApi, path: string, body: unknown, headers?: Record<string, string>) =>
  api.admin('PUT', `/v1/registry/${path}`, body, headers);

describe('GET /registry', () => {
  it('lists what ships under revision 0, each with an etag, the contents only when asked for', async () => {
    const { status, body } = await testApi().admin('GET', '/v1/registry');
    expect(status).toBe(200);
    expect(body.revision).toBe(0);
    expect(body).not.toHaveProperty('problems');
    const keys = body.documents.map((one: { kind: string; name: string }) => `${one.kind}/${one.name}`);
    expect(keys.toSorted()).toEqual([...shippedDocuments().keys()].toSorted());
    expect(body.documents[0]).toEqual({
      kind: 'pages',
      name: 'cart',
      version: 0,
      etag: expect.any(String),
      default: true,
    });
    const full = await testApi().admin('GET', '/v1/registry?full=true');
    for (const { kind, name, document } of full.body.documents)
      expect(document).toEqual(shippedDocuments().get(`${kind}/${name}`));
  });

  it('says who changed what when, and nothing of what was deleted', async () => {
    const api = testApi();
    await put(api, 'pages/mine?author=%EB%AF%BC%EC%A7%80&note=%EC%B6%94%EC%84%9D', page('mine', 'feed'));
    await api.admin('DELETE', '/v1/registry/pages/item');
    const { body } = await api.admin('GET', '/v1/registry');
    expect(body.revision).toBe(2);
    const of = (name: string) => body.documents.find((one: { name: string }) => one.name === name);
    expect(of('mine')).toMatchObject({
      version: 1,
      default: false,
      updatedAt: at(0),
      by: expect.stringMatching(/^민지 \(key [0-9a-f]{8}\)$/),
      note: '추석',
    });
    expect(of('item')).toBeUndefined();
  });

  it('tells what cannot serve', async () => {
    const api = testApi();
    await put(api, 'pages/home', page('home', 'feed'));
    await put(api, 'pages/mine', page('mine', 'feed'));
    await put(api, 'pages/lost', page('lost', 'feed'));
    for (const [key, row] of api.ports.registry.rows)
      api.ports.registry.rows.set(key, {
        ...row,
        document: row.key === 'pages/home' ? { old: 1 } : page('mine', 'gone'),
      });
    for (const key of api.ports.registry.rows.keys())
      if (key.startsWith('pages/lost')) api.ports.registry.rows.delete(key);
    const { body } = await api.admin('GET', '/v1/registry');
    expect(body.problems).toEqual([
      'pages/lost: version 1 is lost',
      'pages/home is nothing that this release can read',
      'pages/mine names sections/gone, which does not exist',
    ]);
  });
});

describe('PUT /registry/{kind}/{name}', () => {
  it('stores a document that the next page shows within 5 s, without a deploy', async () => {
    const api = testApi();
    await listItems(api, ['a', 'b', 'c', 'd']);
    await popular(api, ['a', 'b', 'c', 'd']);
    const sectionsOf = async () =>
      (await api.server('GET', '/v1/pages/home')).body.sections.map(
        (one: { section: string }) => one.section,
      );
    expect(await sectionsOf()).toContain('for-you');
    expect((await put(api, 'pages/home', page('home', 'trending-now', 'feed'))).status).toBe(200);
    api.time.now += 5_000;
    expect(await sectionsOf()).toEqual(['trending-now', 'feed']);
  });

  it('answers the version, its etag in the header too, and the document as it was given', async () => {
    const api = testApi();
    const first = await put(api, 'pages/mine', page('mine', 'feed'));
    expect(first).toMatchObject({
      status: 200,
      headers: { etag: first.body.etag },
      body: {
        kind: 'pages',
        name: 'mine',
        version: 1,
        default: false,
        revision: 1,
        document: page('mine', 'feed'),
      },
    });
    const second = await put(api, 'pages/mine', { sections: ['for-you'] });
    expect(second.body).toMatchObject({ version: 2, document: page('mine', 'for-you') });
    expect(second.body.etag).not.toBe(first.body.etag);
    expect((await api.admin('GET', '/v1/registry/pages/mine')).body).toEqual(second.body);
  });

  it('lets one of two editors save who began with the same version, and tells the other who did', async () => {
    const api = testApi();
    const { etag } = (await api.admin('GET', HOME)).body;
    const [one, other] = await Promise.all([
      put(api, 'pages/home?author=one', page('home', 'feed'), { 'if-match': etag }),
      put(api, 'pages/home?author=other', page('home', 'for-you'), { 'if-match': etag }),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 412]);
    const [won, lost] = one.status === 200 ? [one, other] : [other, one];
    expect(lost.body).toMatchObject({ code: 'precondition-failed', etag: won.body.etag });
    expect(lost.headers.etag).toBe(won.body.etag);
    expect(lost.body.detail).toContain(`it is at ${won.body.etag}, changed at ${at(0)} by ${won.body.by}`);
    expect((await api.admin('GET', HOME)).body.document).toEqual(won.body.document);
  });

  it('lets two who change different documents at once both save', async () => {
    const api = testApi();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) => put(api, `pages/${name}`, page(name, 'feed'))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(3);
  });

  it('lets no two who act at once leave a page that names what is gone', async () => {
    const api = testApi();
    await put(api, 'sections/mine', section('mine', 'for-you'));
    const [named, deleted] = await Promise.all([
      put(api, 'pages/mine', page('mine', 'mine')),
      api.admin('DELETE', '/v1/registry/sections/mine'),
    ]);
    expect([named.status, deleted.status].sort()).toEqual([200, 409]);
    expect((await api.admin('GET', '/v1/registry')).body).not.toHaveProperty('problems');
  });

  it.each([
    ['"stale"', 412],
    ['*', 200],
    ['ETAG', 200],
    ['"other", ETAG', 200],
    ['W/ETAG', 200],
    ['BARE', 200],
  ])('with if-match %s answers %i', async (header, status) => {
    const api = testApi();
    const { etag } = (await put(api, 'pages/mine', page('mine', 'feed'))).body;
    const ifMatch = header.replace('ETAG', etag).replace('BARE', etag.replaceAll('"', ''));
    expect((await put(api, 'pages/mine', page('mine', 'for-you'), { 'if-match': ifMatch })).status).toBe(
      status,
    );
  });

  it('with if-none-match * creates, and does not overwrite; with if-match * the other way round', async () => {
    const api = testApi();
    const creating = { 'if-none-match': '*' };
    expect((await put(api, 'pages/mine', page('mine', 'feed'), { 'if-match': '*' })).status).toBe(412);
    expect((await put(api, 'pages/mine', page('mine', 'feed'), creating)).status).toBe(200);
    expect((await put(api, 'pages/mine', page('mine', 'feed'), creating)).status).toBe(412);
    expect((await put(api, 'pages/home', page('home', 'feed'), creating)).status).toBe(412);
  });

  it('refuses a document that names what does not exist, and lists all that it names in vain', async () => {
    const api = testApi();
    const { status, body } = await put(api, 'pages/mine', page('mine', 'gone', 'feed', 'lost'));
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'broken-references' });
    expect(body.broken).toEqual([
      {
        from: { kind: 'pages', name: 'mine' },
        to: { kind: 'sections', name: 'gone' },
        detail: 'pages/mine names sections/gone, which does not exist',
      },
      expect.objectContaining({ to: { kind: 'sections', name: 'lost' } }),
    ]);
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it.each([
    ['a field that is none', { ...page('mine', 'feed'), colour: 'red' }, 'colour'],
    ['a field of a wrong type', { name: 'mine', sections: 'feed' }, 'sections'],
    ['a value deep inside', { name: 'mine', sections: ['feed', 'NOT A NAME'] }, 'sections[1]'],
    ['another name than the path', page('yours', 'feed'), 'name'],
  ])('refuses %s, naming it and the value got', async (_, document, field) => {
    const { status, body } = await put(testApi(), 'pages/mine', document);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-document' });
    expect(body.errors[0]).toMatchObject({ field, got: expect.any(String) });
    expect(body.detail).toContain(field);
  });

  it.each([
    ['__proto__', 'pages/mine', '{"name":"mine","sections":["feed"],"__proto__":{"polluted":1}}'],
    ['constructor', 'pages/mine', '{"name":"mine","sections":["feed"],"constructor":{"prototype":1}}'],
    [
      'an infinite weight',
      'providers/mine',
      '{"name":"mine","sources":[{"source":"recently-viewed","weight":1e999}],"steps":[]}',
    ],
    [
      'a huge weight',
      'providers/mine',
      '{"name":"mine","sources":[{"source":"recently-viewed","weight":1e9}],"steps":[]}',
    ],
    [
      'a negative weight',
      'providers/mine',
      '{"name":"mine","sources":[{"source":"recently-viewed","weight":-1}],"steps":[]}',
    ],
    ['no source at all', 'providers/mine', '{"name":"mine","sources":[],"steps":[]}'],
    ['a source that is none', 'providers/mine', '{"name":"mine","sources":[{"source":"magic"}],"steps":[]}'],
    ['a name in other characters', 'pages/한국', '{"sections":["feed"]}'],
    ['a name that objects have', 'pages/__proto__', '{"sections":["feed"]}'],
    ['a name that every object has', 'pages/constructor', '{"sections":["feed"]}'],
    ['deep nesting', 'pages/mine', `{"sections":["feed"],"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('refuses %s with words', async (_, path, raw) => {
    const api = testApi();
    const answer = await api.ask('PUT', `/v1/registry/${encodeURI(path)}`, { key: 'admin-key', raw });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-document' } });
    expect(answer.body.errors[0].message.length).toBeGreaterThan(5);
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it.each([
    ['no JSON', '{', 400, 'invalid-json'],
    ['no document', '[1]', 400, 'invalid-body'],
    ['nothing', '', 400, 'invalid-json'],
    [
      'more than 64 KiB',
      JSON.stringify({ ...page('mine', 'feed'), description: 'x'.repeat(70_000) }),
      413,
      'body-too-large',
    ],
  ])('refuses %s', async (_, raw, status, code) => {
    const answer = await testApi().ask('PUT', '/v1/registry/pages/mine', { key: 'admin-key', raw });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('knows five kinds, and refuses a sixth by naming them', async () => {
    const api = testApi();
    expect(REGISTRY_KINDS).toEqual(DOCUMENT_KINDS);
    const { status, body } = await put(api, 'widgets/mine', {});
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'unknown-kind' });
    expect(body.detail).toBe(
      'kind: must be one of pages, sections, providers, models, experiments, got "widgets"',
    );
  });

  it('answers 503 while the store does not, and has changed nothing then', async () => {
    for (const method of ['head', 'commit'] as const) {
      const api = testApi();
      failNext(api.ports.registry, method);
      const answer = await put(api, 'pages/mine', page('mine', 'feed'));
      expect(answer).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
      expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
    }
  });

  it('gives up politely when others change the registry all the time', async () => {
    const api = testApi();
    const moved = Object.assign(new Error('moved'), { code: 'registry-moved' });
    failNext(api.ports.registry, 'commit', moved, 5);
    expect(await put(api, 'pages/mine', page('mine', 'feed'))).toMatchObject({
      status: 409,
      body: { code: 'registry-moved' },
    });
    failNext(api.ports.registry, 'commit', moved, 4);
    expect((await put(api, 'pages/mine', page('mine', 'feed'))).status).toBe(200);
  });
});

describe('DELETE /registry/{kind}/{name}', () => {
  it('is refused while others name it, and lists them all', async () => {
    const api = testApi();
    await put(api, 'sections/mine', section('mine', 'for-you'));
    const { status, body } = await api.admin('DELETE', '/v1/registry/providers/for-you');
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'broken-references' });
    const users = body.broken.map(
      ({ from }: { from: { kind: string; name: string } }) => `${from.kind}/${from.name}`,
    );
    expect(users.toSorted()).toEqual(['sections/for-you', 'sections/mine']);
    expect(body.detail).toContain('sections/mine names providers/for-you, which this would delete');
  });

  it('hides what ships too; a rollback brings it back', async () => {
    const api = testApi();
    const gone = await api.admin('DELETE', '/v1/registry/pages/item?note=no%20item%20pages');
    expect(gone).toMatchObject({
      status: 200,
      body: { kind: 'pages', name: 'item', version: 1, deleted: true, note: 'no item pages', revision: 1 },
    });
    const answer = await api.admin('GET', '/v1/registry/pages/item');
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-document' } });
    expect(answer.body.detail).toContain(`deleted it at ${at(0)}`);
    expect((await api.server('GET', '/v1/pages/item?itemId=a')).body.code).toBe('unknown-page');
    const back = await api.admin('POST', '/v1/registry/pages/item/rollback', { version: 0 });
    expect(back.body).toMatchObject({ version: 2, default: true });
    expect(back.body.document).toEqual(shippedDocuments().get('pages/item'));
  });

  it('of what is not there is 404, of what changed meanwhile 412', async () => {
    const api = testApi();
    expect((await api.admin('DELETE', '/v1/registry/pages/nowhere')).body.code).toBe('unknown-document');
    const stale = await api.admin('DELETE', HOME, undefined, { 'if-match': '"stale"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
  });

  it('and what was deleted can be made anew, its versions counted on', async () => {
    const api = testApi();
    await put(api, 'pages/mine', page('mine', 'feed'));
    await api.admin('DELETE', '/v1/registry/pages/mine');
    const again = await put(api, 'pages/mine', page('mine', 'for-you'), { 'if-none-match': '*' });
    expect(again.body.version).toBe(3);
  });
});

describe('history and rollback', () => {
  const edited = async () => {
    const api = testApi();
    for (const [index, name] of ['feed', 'for-you', 'trending-now'].entries()) {
      api.time.now += 1000;
      await put(api, `pages/mine?author=editor${index}&note=n${index}`, page('mine', name));
    }
    return api;
  };
  const history = async (api: TestApi, query = '') =>
    (await api.admin('GET', `/v1/registry/pages/mine/history${query}`)).body;

  it('says who, when and why, newest first, a page at a time', async () => {
    const api = await edited();
    await api.admin('DELETE', '/v1/registry/pages/mine');
    const { versions } = await history(api);
    expect(
      versions.map(({ version, state }: { version: number; state: string }) => [version, state]),
    ).toEqual([
      [4, 'deleted'],
      [3, 'stored'],
      [2, 'stored'],
      [1, 'stored'],
    ]);
    expect(versions[1]).toMatchObject({ at: at(3000), by: expect.stringMatching(/^editor2 /), note: 'n2' });
    const first = await history(api, '?limit=3');
    expect(first.next).toBe(2);
    const rest = await history(api, `?limit=3&before=${first.next}`);
    expect(rest.versions.map(({ version }: { version: number }) => version)).toEqual([1]);
    expect(rest).not.toHaveProperty('next');
  });

  it('shows any version as it was', async () => {
    const api = await edited();
    const answer = await api.admin('GET', '/v1/registry/pages/mine?version=1');
    expect(answer.body).toMatchObject({
      version: 1,
      document: page('mine', 'feed'),
      by: expect.stringContaining('editor0'),
    });
    expect((await api.admin('GET', '/v1/registry/pages/home?version=0')).body.default).toBe(true);
    expect((await api.admin('GET', '/v1/registry/pages/mine?version=9')).body.code).toBe('unknown-version');
  });

  it('stores what an older version said as a new one', async () => {
    const api = await edited();
    const back = await api.admin('POST', '/v1/registry/pages/mine/rollback', {
      version: 1,
      author: 'minji',
      note: 'sold less',
    });
    expect(back.body).toMatchObject({
      version: 4,
      document: page('mine', 'feed'),
      note: 'sold less',
      revision: 4,
    });
    expect(back.headers.etag).toBe(back.body.etag);
    expect((await history(api)).versions[0]).toMatchObject({ version: 4, state: 'stored' });
  });

  it('leads back to what ships, from when on later releases show again', async () => {
    const api = testApi();
    await put(api, 'pages/home', page('home', 'feed'));
    const back = await api.admin('POST', `${HOME}/rollback`, { version: 0 });
    expect(back.body).toMatchObject({
      version: 2,
      default: true,
      document: shippedDocuments().get('pages/home'),
    });
    expect(
      (await api.admin('GET', `${HOME}/history`)).body.versions.map((one: { state: string }) => one.state),
    ).toEqual(['reset', 'stored']);
    await put(api, 'pages/home', page('home', 'for-you'));
    const again = await api.admin('POST', `${HOME}/rollback`, { version: 2 });
    expect(again.body).toMatchObject({ version: 4, default: true });
  });

  it('refuses a version that never was, that deleted it, that names what is gone, or that is stale', async () => {
    const api = await edited();
    const back = (body: object, headers?: Record<string, string>) =>
      api.admin('POST', '/v1/registry/pages/mine/rollback', body, headers);
    expect((await back({ version: 9 })).body.code).toBe('unknown-version');
    expect((await back({ version: 0 })).body.code).toBe('unknown-version');
    expect((await back({ version: 1 }, { 'if-match': '"stale"' })).status).toBe(412);
    expect((await back({ version: -1 })).body.code).toBe('invalid-body');
    expect((await api.admin('POST', '/v1/registry/pages/nowhere/rollback', { version: 0 })).body.code).toBe(
      'unknown-document',
    );
    await api.admin('DELETE', '/v1/registry/pages/mine');
    expect((await back({ version: 4 })).body.detail).toContain('version 4 of pages/mine is its deletion');
    await put(api, 'sections/mine', section('mine', 'for-you'));
    await put(api, 'pages/mine', page('mine', 'mine'));
    await put(api, 'pages/mine', page('mine', 'feed'));
    await api.admin('DELETE', '/v1/registry/sections/mine');
    expect((await back({ version: 5 })).body.code).toBe('broken-references');
  });

  it('of what was never stored is empty, of what is not there 404', async () => {
    const api = testApi();
    expect((await api.admin('GET', `${HOME}/history`)).body).toEqual({
      kind: 'pages',
      name: 'home',
      versions: [],
    });
    expect((await history(api)).code).toBe('unknown-document');
  });
});

describe('POST /registry/changes', () => {
  const changes = (api: TestApi, list: object[], more: object = {}) =>
    api.admin('POST', '/v1/registry/changes', { changes: list, ...more });
  const change = (kind: string, document: { name: string }) => ({ kind, name: document.name, document });
  const whole = [
    change('pages', page('mine', 'mine')),
    change('sections', section('mine', 'mine')),
    change('providers', { ...(shippedDocuments().get('providers/for-you') as object), name: 'mine' }),
  ];

  it('changes many as one, whatever their order, under one revision', async () => {
    const api = testApi();
    const { status, body } = await changes(api, whole, { note: 'all new', author: 'minji' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision: 1, dryRun: false });
    expect(body.changes).toMatchObject([{ kind: 'pages', name: 'mine', version: 1, deleted: false }, {}, {}]);
    const one = (await api.admin('GET', '/v1/registry/sections/mine')).body;
    expect(one).toMatchObject({
      etag: body.changes[1].etag,
      note: 'all new',
      by: expect.stringContaining('minji'),
    });
    const gone = whole.map(({ kind, name }) => ({ kind, name, document: null }));
    expect((await changes(api, gone)).body.changes.map((one: { deleted: boolean }) => one.deleted)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('changes nothing when one of them is wrong, and names that one by its place', async () => {
    const api = testApi();
    const broken = await changes(api, [...whole, change('pages', page('other', 'gone'))]);
    expect(broken).toMatchObject({ status: 409, body: { code: 'broken-references' } });
    const wrong = await changes(api, [
      ...whole,
      change('pages', { ...page('other'), sections: [1] } as never),
    ]);
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-document' } });
    expect(wrong.body.errors[0].field).toBe('changes[3].document.sections[0]');
    const empty = await changes(api, [{ kind: 'pages', name: 'x', document: {} }]);
    expect(empty.body.errors[0].field).toBe('changes[0].document.sections');
    const missing = await changes(api, [...whole, { kind: 'pages', name: 'nowhere', document: null }]);
    expect(missing.body.code).toBe('unknown-document');
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it('is refused when the registry is not at the revision that it was made from', async () => {
    const api = testApi();
    expect((await changes(api, whole, { expectedRevision: 0 })).status).toBe(200);
    const late = await changes(api, [change('pages', page('other', 'feed'))], { expectedRevision: 0 });
    expect(late).toMatchObject({ status: 409, body: { code: 'registry-moved', revision: 1 } });
  });

  it('lets one of two pushes at once through', async () => {
    const api = testApi();
    const both = await Promise.all(
      ['a', 'b'].map((name) => changes(api, [change('pages', page(name, 'feed'))], { expectedRevision: 0 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('checks everything and changes nothing with dryRun', async () => {
    const api = testApi();
    const { body } = await changes(api, whole, { dryRun: true });
    expect(body).toMatchObject({ revision: 0, dryRun: true });
    expect(body.changes[0]).toEqual({ kind: 'pages', name: 'mine', version: 1, deleted: false });
    expect((await changes(api, whole.slice(0, 1), { dryRun: true })).body.code).toBe('broken-references');
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it.each([
    ['nothing', { changes: [] }],
    ['one document twice', { changes: [whole[0], whole[0]] }],
    ['a kind that is none', { changes: [{ kind: 'widgets', name: 'x', document: {} }] }],
    ['a list for a document', { changes: [{ kind: 'pages', name: 'x', document: [] }] }],
    ['no document', { changes: [{ kind: 'pages', name: 'x' }] }],
    ['a revision that is none', { changes: whole, expectedRevision: -1 }],
    ['an author of too many characters', { changes: whole, author: 'x'.repeat(REGISTRY_LIMITS.author + 1) }],
    ['an author with control characters', { changes: whole, author: 'a\u0000b' }],
  ])('refuses %s', async (_, body) => {
    expect((await testApi().admin('POST', '/v1/registry/changes', body)).body.code).toBe('invalid-body');
  });

  it('refuses one document of more than 64 KiB, and more documents than one head holds', async () => {
    const api = testApi();
    const many = Array.from({ length: 400 }, (_, index) => change('pages', page(`p${index}`, 'feed')));
    const content = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`t${index}`, 'x'.repeat(2000)]),
    );
    const slots = ['a', 'b'].map((slot) => ({ slot, content }));
    const refused = await changes(api, [
      change('pages', { name: 'large', sections: ['feed', ...slots] } as never),
    ]);
    expect(refused.body).toMatchObject({
      code: 'invalid-document',
      errors: [{ field: 'changes[0].document', message: 'must be at most 65536 bytes', got: '80426 bytes' }],
    });
    for (const [from, to] of [
      ['p', 'q'],
      ['p', 'r'],
    ] as const)
      await changes(
        api,
        many.map((one) => ({
          ...one,
          name: one.name.replace(from, to),
          document: { ...one.document, name: one.name.replace(from, to) },
        })),
      );
    const full = await changes(api, many);
    expect(full).toMatchObject({ status: 409, body: { code: 'registry-full' } });
    expect(full.body.detail).toBe('a registry holds at most 1000 stored documents, this would make 1200');
  });
});

describe('the head', () => {
  it('fits one row at its fullest', () => {
    const wishes = Array.from({ length: MOST_DOCUMENTS }, (_, index) => ({
      key: `experiments/${String(index).padEnd(64, 'x')}`,
      state: 'stored' as const,
      document: {},
    }));
    const by = `${'가'.repeat(REGISTRY_LIMITS.author)} (key 01234567)`;
    const empty = { revision: 0, commit: '', documents: new Map() };
    const { head } = commitOf(empty, wishes, { id: 'x'.repeat(16), at: at(0), by, note: 'n' });
    const last = commitOf(
      {
        ...head,
        documents: new Map([...head.documents].map(([key, one]) => [key, { ...one, version: 999_999_999 }])),
      },
      [],
      { id: 'x', at: at(0), by },
    );
    expect(Buffer.byteLength(JSON.stringify([...last.head.documents]))).toBeLessThan(
      SERVICE_LIMITS.dynamoItem - 1024,
    );
  });
});

describe('GET /registry/schemas', () => {
  it('gives a JSON Schema a kind, which takes what ships and refuses what the API refuses', async () => {
    const { body } = await testApi().admin('GET', '/v1/registry/schemas');
    expect(Object.keys(body.schemas)).toEqual(REGISTRY_KINDS);
    for (const [key, document] of shippedDocuments()) {
      const schema = z.fromJSONSchema(body.schemas[refOf(key).kind]);
      expect([key, schema.safeParse(document).error]).toEqual([key, undefined]);
      expect(schema.safeParse({ ...(document as object), colour: 'red' }).success).toBe(false);
    }
  });

  it('gives one alone, and refuses a kind that is none', async () => {
    const api = testApi();
    const { schemas } = (await api.admin('GET', '/v1/registry/schemas')).body;
    expect((await api.admin('GET', '/v1/registry/schemas/pages')).body).toEqual(schemas.pages);
    expect((await api.admin('GET', '/v1/registry/schemas/widgets')).body.code).toBe('unknown-kind');
  });
});

describe('a page while the registry cannot be read', () => {
  it('is made by the shipped documents, says so in every section, and is not cached', async () => {
    const api = testApi();
    await listItems(api, ['a', 'b', 'c', 'd']);
    await popular(api, ['a', 'b', 'c', 'd']);
    failNext(api.ports.registry, 'head', new Error('down'), 100);
    const { status, headers, body } = await api.server('GET', '/v1/pages/home');
    expect(status).toBe(200);
    for (const one of body.sections) expect(one.degraded).toContain('registry');
    expect(headers['cache-control']).toBe('private, no-store');
  });

  it('is 503, not 404, where only the registry could know it', async () => {
    const api = testApi();
    await put(api, 'pages/mine', page('mine', 'feed'));
    failNext(api.ports.registry, 'head', new Error('down'), 1);
    expect(await api.server('GET', '/v1/pages/mine')).toMatchObject({
      status: 503,
      body: { code: 'registry-unavailable' },
    });
    api.time.now += 1_000;
    expect((await api.server('GET', '/v1/pages/mine')).status).toBe(200);
  });
});
