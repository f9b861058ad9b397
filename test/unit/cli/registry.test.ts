import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  diffCommand,
  historyCommand,
  pullCommand,
  pushCommand,
  rollbackCommand,
  schemaCommand,
} from '../../../cli/commands/registry.ts';
import { differencesOf, hashesOf, hashOf, pullPlan, pushPlan } from '../../../cli/registry/compare.ts';
import { readFolder } from '../../../cli/registry/folder.ts';
import { shippedDocuments } from '../../../domain/registry/kinds.ts';
import { testApi } from '../functions/provider/support/api.ts';
import { ids, listItems, popular } from '../functions/provider/support/market.ts';
import { fakeApi, keptOutput } from './support/fake-api.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder, the whole API behind a client, and what a command said. */
function shop(api = testApi()) {
  const root = mkdtempSync(join(tmpdir(), 'jangteo-registry-'));
  folders.push(root);
  const folder = join(root, 'shop');
  const { client } = fakeApi((call) => api.admin(call.method, call.path, call.body));
  const run = async <Rest extends unknown[]>(
    command: (context: never, ...rest: Rest) => Promise<number>,
    ...rest: Rest
  ) => {
    const output = keptOutput();
    expect(await command({ client, output, addressGiven: false } as never, ...rest)).toBe(0);
    return output;
  };
  const json = async <Rest extends unknown[]>(
    command: (context: never, ...rest: Rest) => Promise<number>,
    ...rest: Rest
  ) => {
    const output = keptOutput(true);
    await command({ client, output, addressGiven: false } as never, ...rest);
    expect(output.lines).toHaveLength(1);
    return JSON.parse(output.lines[0]!);
  };
  const path = (key: string) => join(folder, `${key}.json`);
  const write = (key: string, document: object) => {
    mkdirSync(join(folder, key.split('/')[0]!), { recursive: true });
    writeFileSync(path(key), JSON.stringify(document));
  };
  const read = (key: string) => JSON.parse(readFileSync(path(key), 'utf8'));
  const put = (key: string, document: object) =>
    api.admin('PUT', `/v1/registry/${key}?author=minji`, document);
  const pull = (force = false) => run(pullCommand, folder, { force });
  const push = (flags = {}) => run(pushCommand, folder, flags);
  return { api, folder, run, json, path, write, read, put, pull, push };
}
const page = (name: string, ...sections: string[]) => ({ name, sections });

describe('jangteo registry pull', () => {
  it('writes a file a document, with a hint for editors that leads to its schema', async () => {
    const { folder, read, pull } = shop();
    const { lines } = await pull();
    expect(lines.at(-1)).toBe(`${folder} is at revision 0, ${shippedDocuments().size} documents`);
    expect(readFolder(folder)).toEqual(shippedDocuments());
    const { $schema, ...home } = read('pages/home');
    expect(home).toEqual(shippedDocuments().get('pages/home'));
    const schema = JSON.parse(readFileSync(join(folder, 'pages', $schema), 'utf8'));
    expect(schema).toMatchObject({ type: 'object', required: ['name', 'sections'] });
    expect(readFileSync(join(folder, 'pages/home.json'), 'utf8')).toMatch(
      /^\{\n {2}"\$schema": .*\n {2}"name": "home",/,
    );
  });

  it('touches no file that says the same already, however it is written', async () => {
    const { folder, read, write, path, put, pull } = shop();
    await pull();
    const { name, sections } = read('pages/home');
    write('pages/home', { sections, name });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    for (const name of files) utimesSync(join(folder, name), 1, 1);
    await put('pages/item', page('item', 'viewed-together'));
    const { lines } = await pull();
    expect(lines[0]).toBe('wrote pages/item.json');
    const touched = files.filter((name) => statSync(join(folder, name)).mtimeMs > 1000);
    expect(touched.toSorted()).toEqual(['.registry.json', 'pages/item.json']);
    expect(readFileSync(path('pages/home'), 'utf8')).toBe(JSON.stringify({ sections, name }));
  });

  it('keeps what was edited here, and takes what changed there', async () => {
    const { write, read, put, pull, api } = shop();
    await pull();
    write('pages/home', page('home', 'feed'));
    write('pages/new', page('new', 'feed'));
    await put('pages/item', page('item', 'viewed-together'));
    await api.admin('DELETE', '/v1/registry/pages/category');
    const { lines } = await pull();
    expect(lines.slice(0, -1)).toEqual([
      'wrote pages/item.json',
      'removed pages/category.json',
      'left pages/home.json as edited here',
      'left pages/new.json as edited here',
    ]);
    expect(read('pages/home')).toEqual(page('home', 'feed'));
  });

  it('writes nothing where both sides changed, and names who did; --force takes what is there', async () => {
    const { write, read, put, pull } = shop();
    await pull();
    write('pages/home', page('home', 'feed'));
    await put('pages/home', page('home', 'for-you'));
    await put('pages/item', page('item', 'viewed-together'));
    await expect(pull()).rejects.toThrow(
      /nothing was written.*\n {2}pages\/home by minji \(key \w{8}\) at 2026-11-23/,
    );
    expect(read('pages/home')).toEqual(page('home', 'feed'));
    expect(read('pages/item').sections.length).toBeGreaterThan(1);
    await pull(true);
    expect(read('pages/home').sections).toEqual(['for-you']);
  });

  it('writes nothing outside the folder, whatever a server names', async () => {
    const { folder } = shop();
    for (const [kind, name] of [
      ['pages', '../../x'],
      ['..', 'x'],
      ['pages', 'a/b'],
      ['pages', ''],
    ]) {
      const documents = [{ kind, name, version: 1, etag: '', default: false, document: {} }];
      const { client } = fakeApi(() => ({ status: 200, body: { revision: 1, documents } }));
      const context = { client, output: keptOutput(), addressGiven: false };
      await expect(pullCommand(context, folder, {})).rejects.toThrow('cannot be a file');
    }
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('jangteo registry push', () => {
  it('stores what changed as one, says what, and has nothing to push after that', async () => {
    const { api, write, read, path, pull, push, run, folder } = shop();
    await pull();
    const home = read('pages/home');
    write('pages/home', {
      ...home,
      sections: [...home.sections.slice(0, -1), 'new-listings'].filter(
        (one, at, all) => all.indexOf(one) === at,
      ),
    });
    write('pages/autumn', page('autumn', 'mine'));
    write('sections/mine', { ...(shippedDocuments().get('sections/for-you') as object), name: 'mine' });
    rmSync(path('pages/category'));
    const diff = (await run(diffCommand, folder)).lines;
    expect(diff.filter((line) => !line.startsWith(' '))).toEqual([
      '+ pages/autumn',
      '- pages/category',
      '~ pages/home',
      '+ sections/mine',
    ]);
    const { lines } = await push({ note: 'the autumn sale', author: 'minji' });
    expect(lines).toEqual([...diff, 'changed 4 documents: revision 1, live within 30 s']);
    const { body } = await api.admin('GET', '/v1/registry/pages/autumn');
    expect(body).toMatchObject({
      document: page('autumn', 'mine'),
      note: 'the autumn sale',
      by: expect.stringMatching(/^minji/),
    });
    expect((await api.admin('GET', '/v1/registry/pages/category')).status).toBe(404);
    expect((await push()).lines).toEqual(['nothing to push: the server holds the same at revision 1']);
    expect((await pull()).lines).toHaveLength(1);
  });

  it('leaves what ships to later releases, as long as nobody edits it', async () => {
    const { api, write, pull, push } = shop();
    await pull();
    write('pages/autumn', page('autumn', 'feed'));
    await push();
    const { documents } = (await api.admin('GET', '/v1/registry')).body;
    const own = documents.filter((one: { default: boolean }) => !one.default);
    expect(own.map(({ name }: { name: string }) => name)).toEqual(['autumn']);
  });

  it('only checks with --dry-run', async () => {
    const { api, write, pull, push } = shop();
    await pull();
    write('pages/autumn', page('autumn', 'feed'));
    expect((await push({ dryRun: true })).lines.at(-1)).toBe(
      'would change 1 documents of revision 0; nothing was changed',
    );
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
    write('pages/autumn', page('autumn', 'gone'));
    await expect(push({ dryRun: true })).rejects.toThrow(
      'pages/autumn names sections/gone, which does not exist',
    );
  });

  it('is refused when the server moved since the pull, naming who moved what; --force goes over it', async () => {
    const { write, put, pull, push, api } = shop();
    await pull();
    await put('pages/home', page('home', 'for-you'));
    await put('pages/theirs', page('theirs', 'feed'));
    write('pages/autumn', page('autumn', 'feed'));
    await expect(push()).rejects.toThrow(
      /changed since the pull of revision 0; nothing was pushed.*\n {2}pages\/home by minji .*\n {2}pages\/theirs by minji/,
    );
    await push({ force: true });
    expect((await api.admin('GET', '/v1/registry/pages/home')).body.document).toEqual(
      shippedDocuments().get('pages/home'),
    );
    expect((await api.admin('GET', '/v1/registry/pages/theirs')).status).toBe(200);
  });

  it('goes on when the server only moved to where this folder is', async () => {
    const { write, put, pull, push } = shop();
    await pull();
    await put('pages/home', page('home', 'for-you'));
    write('pages/home', page('home', 'for-you'));
    write('pages/autumn', page('autumn', 'feed'));
    expect((await push()).lines.at(-1)).toBe('changed 1 documents: revision 2, live within 30 s');
  });

  it('is refused when somebody was quicker between the look and the push', async () => {
    const api = testApi();
    const { folder, write, pull } = shop(api);
    await pull();
    write('pages/autumn', page('autumn', 'feed'));
    const { client } = fakeApi(async (call) => {
      const answer = await api.admin(call.method, call.path, call.body);
      if (call.method === 'GET') await api.admin('PUT', '/v1/registry/pages/quick', page('quick', 'feed'));
      return answer;
    });
    await expect(
      pushCommand({ client, output: keptOutput(), addressGiven: false }, folder, {}),
    ).rejects.toMatchObject({
      code: 'registry-moved',
    });
    expect((await api.admin('GET', '/v1/registry/pages/autumn')).status).toBe(404);
  });

  it('is refused when a page would show nothing any more, naming it; --force does it', async () => {
    const api = testApi();
    await listItems(api, ids('p', 10));
    await popular(api, ids('p', 10));
    const { write, pull, push, read } = shop(api);
    await pull();
    write('pages/front', page('front', 'for-you'));
    await push();
    api.time.now += 10_000;
    const { $schema: _, ...document } = read('providers/for-you');
    write('providers/for-you', {
      ...document,
      steps: [...document.steps, { step: 'attributes', categories: ['no such category'] }],
    });
    await expect(push()).rejects.toThrow(/would show nothing any more: front; nothing was pushed/);
    await expect(push({ dryRun: true })).rejects.toMatchObject({ code: 'empties-pages' });
    await expect(push({ users: 'u1, cookie:c1' })).rejects.toThrow(/: front, front for u1, front for c1;/);
    await expect(push({ users: 'u,'.repeat(20) })).rejects.toThrow('--users takes at most 19, got 20');
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(1);
    expect((await push({ force: true })).lines.at(-1)).toContain('revision 2');
  });

  it.each([
    ['is refused when the replay empties pages', 2, {}, false],
    ['goes on when it empties none', 0, {}, true],
    ['goes on all the same with --force', 2, { force: true }, true],
  ])('with --replay %s', async (_, pagesEmptied, flags, pushed) => {
    const api = testApi();
    const { folder, write, pull } = shop(api);
    await pull();
    write('pages/autumn', page('autumn', 'feed'));
    let asked: unknown;
    const { client } = fakeApi(async (call) => {
      if (call.path === '/v1/runs/replay') asked = call.body;
      if (call.path === '/v1/runs/replay') return { status: 202, body: { runId: 'replay-1' } };
      if (!call.path.startsWith('/v1/runs/')) return api.admin(call.method, call.path, call.body);
      const run = { runId: 'replay-1', state: 'succeeded', steps: [], parameters: asked };
      return { status: 200, body: { ...run, counts: { pages: 9, pagesEmptied } } };
    });
    const output = keptOutput();
    const pushing = pushCommand({ client, output, addressGiven: false }, folder, { replay: true, ...flags });
    if (pushed) await pushing;
    else await expect(pushing).rejects.toThrow('2 of 9 pages replayed');
    expect(output.lines.join()).toContain(
      `replay-1: pages 9, slots 0, slotsChangedShare 0, pagesEmptied ${pagesEmptied}`,
    );
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(pushed ? 1 : 0);
    expect(asked).toEqual({ changes: [{ kind: 'pages', name: 'autumn', document: page('autumn', 'feed') }] });
  });

  it('pushes nothing on the word of another replay that was under way', async () => {
    const api = testApi();
    const { folder, write, pull } = shop(api);
    await pull();
    write('pages/autumn', page('autumn', 'feed'));
    const { client } = fakeApi(async (call) => {
      if (!call.path.startsWith('/v1/runs/')) return api.admin(call.method, call.path, call.body);
      const run = { runId: 'theirs', state: 'succeeded', steps: [], counts: {}, parameters: { changes: [] } };
      return { status: 200, body: run };
    });
    const context = { client, output: keptOutput(), addressGiven: false };
    await expect(pushCommand(context, folder, { replay: true })).rejects.toMatchObject({ code: 'job-busy' });
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it('names the file, the place in it and the value of what is wrong', async () => {
    const { write, pull, push } = shop();
    await pull();
    write('pages/autumn', page('autumn', 'feed', 'NOT A NAME'));
    await expect(push()).rejects.toThrow(
      /nothing was changed:\n {2}pages\/autumn\.json: sections\[1\]: .*got "NOT A NAME"/,
    );
  });

  it.each([
    ['no JSON', '{', 'cannot be read as JSON'],
    ['no document', '[]', 'must hold a document'],
    [
      'another name',
      '{"name":"winter","sections":["feed"]}',
      'name must be autumn, as the file, got "winter"',
    ],
  ])('names a file that holds %s', async (_, text, words) => {
    const { path, pull, push } = shop();
    await pull();
    writeFileSync(path('pages/autumn'), text);
    await expect(push()).rejects.toThrow(words);
  });

  it('pushes nothing from a folder that nothing was pulled into, unless forced, and deletes nothing then', async () => {
    const { api, write, push } = shop();
    await expect(push()).rejects.toThrow('there are no documents');
    write('pages/home', page('home', 'feed'));
    await expect(push()).rejects.toThrow('nothing was ever pulled here');
    await push({ force: true });
    const { documents } = (await api.admin('GET', '/v1/registry')).body;
    expect(documents).toHaveLength(shippedDocuments().size);
  });
});

describe('jangteo registry history, rollback and schema', () => {
  it('tell the versions, go back to one, and print the schema', async () => {
    const { api, put, run } = shop();
    expect((await run(historyCommand, 'pages', 'home', undefined)).lines).toEqual([
      'pages/home is as it ships',
    ]);
    await put('pages/home', page('home', 'feed'));
    await put('pages/home', page('home', 'for-you'));
    const { lines } = await run(historyCommand, 'pages', 'home', '1');
    expect(lines.at(-1)).toMatch(/^ +2 +stored +2026-11-23T09:00:00.000Z +minji \(key \w{8}\)/);
    const back = await run(rollbackCommand, 'pages', 'home', '1', { note: 'sold less' });
    expect(back.lines).toEqual(['pages/home says what version 1 said: version 3, live within 30 s']);
    expect((await api.admin('GET', '/v1/registry/pages/home')).body).toMatchObject({
      note: 'sold less',
      document: page('home', 'feed'),
    });
    const shipped = await run(rollbackCommand, 'pages', 'home', '0', {});
    expect(shipped.lines).toEqual(['pages/home is what ships: version 4, live within 30 s']);
    const schema = (await run(schemaCommand, 'pages')).lines.join('\n');
    expect(JSON.parse(schema).required).toEqual(['name', 'sections']);
  });

  it('refuse a version that is no number, and say in words what the API refuses', async () => {
    const { run } = shop();
    await expect(run(rollbackCommand, 'pages', 'home', 'first', {})).rejects.toThrow(
      'must be a whole number, got "first"',
    );
    await expect(run(rollbackCommand, 'pages', 'home', '7', {})).rejects.toThrow(
      'no version 7 of pages/home',
    );
    await expect(run(schemaCommand, 'widgets')).rejects.toThrow('kind: must be one of pages');
  });
});

describe('for scripts', () => {
  it('every command prints one line of JSON', async () => {
    const { folder, write, json } = shop();
    expect(await json(pullCommand, folder, {})).toMatchObject({ revision: 0, removed: [], kept: [] });
    write('pages/home', page('home', 'feed'));
    const diff = await json(diffCommand, folder);
    expect(diff).toMatchObject({ revision: 0, changes: [{ key: 'pages/home', what: 'change' }], moved: [] });
    expect(diff.changes[0].differences[0]).toMatchObject({ path: expect.any(String), to: 'feed' });
    expect(await json(pushCommand, folder, {})).toMatchObject({
      revision: 1,
      dryRun: false,
      changes: [{ version: 1 }],
    });
    expect((await json(historyCommand, 'pages', 'home', undefined)).versions).toHaveLength(1);
    expect(await json(rollbackCommand, 'pages', 'home', '0', {})).toMatchObject({
      version: 2,
      default: true,
    });
  });
});

describe('comparing documents', () => {
  const keys = ['pages/a', 'pages/b', 'pages/c'];
  const documents = fc
    .tuple(...keys.map(() => fc.option(fc.nat(2), { nil: undefined })))
    .map(
      (values) =>
        new Map(
          keys.flatMap((key, at) =>
            values[at] === undefined ? [] : [[key, { value: values[at] }] as const],
          ),
        ),
    );

  it('takes documents that say the same for the same, whatever the order of their keys, and no others', () => {
    expect(hashOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(hashOf({ b: [{ d: 3, c: 2 }], a: 1 }));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
        let same = true;
        try {
          expect(a).toEqual(b);
        } catch {
          same = false;
        }
        expect(hashOf(a) === hashOf(b)).toBe(same);
        expect(differencesOf(a, b).length === 0).toBe(same);
      }),
    );
  });

  it('pulls so that nothing edited here is lost, and what was not edited is what is there', () => {
    fc.assert(
      fc.property(documents, documents, documents, (before, local, server) => {
        const base = hashesOf(before);
        const plan = pullPlan(base, local, server);
        const [here, there] = [hashesOf(local), hashesOf(server)];
        for (const key of keys) {
          const [b, l, s] = [base.get(key), here.get(key), there.get(key)];
          const edited = l !== b;
          expect(plan.write.includes(key) || plan.remove.includes(key)).toBe(!edited && l !== s);
          expect(plan.conflicts.includes(key)).toBe(edited && s !== b && l !== s);
          expect(plan.kept.includes(key)).toBe(edited && s === b);
        }
      }),
    );
  });

  it('pushes so that the server says what is here, but for what was never here', () => {
    fc.assert(
      fc.property(documents, documents, documents, (before, local, server) => {
        const base = hashesOf(before);
        const after = new Map<string, unknown>(server);
        for (const { key, what } of pushPlan(base, local, server).changes) {
          expect(what === 'add').toBe(!server.has(key));
          if (what === 'delete') after.delete(key);
          else after.set(key, local.get(key));
        }
        for (const key of keys) {
          const expected = local.get(key) ?? (base.has(key) ? undefined : server.get(key));
          expect(after.get(key)).toEqual(expected);
        }
      }),
    );
  });
});
