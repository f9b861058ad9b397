import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { activated } from '../../../../domain/models/versions.ts';
import { gateModels } from '../../../../functions/batch/gate-models.ts';
import { publishModel } from '../../../../functions/batch/publish-model.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { type ProducedRows, produceModel } from '../../../support/produce-model.ts';
import { archive, countModels, gateAndPublish, NOW, RUN } from '../../../support/together-run.ts';

const clock = () => NOW;

let ports: MemoryPorts;
beforeEach(() => {
  ports = memoryPorts();
});

const produce = (version: string, rows: ProducedRows, change: object = {}) =>
  produceModel(ports, 'als', version, rows, change);
const input = (version: string, more: object = {}) => ({
  ...{ runId: `publish-model-${version}`, job: 'publish-model' },
  parameters: { name: 'als', version, ...more },
});
const publish = (version: string, more: object = {}) => gateAndPublish(ports, input(version, more));

async function shown(...keys: string[]) {
  const pointer = (await ports.models.pointer('als'))!;
  const rows = await ports.models.readRows(keys.map((key) => ({ pointer, key })));
  return rows.map((row) => row?.items);
}
const versionOf = async (version: string) =>
  (await ports.models.versions('als')).find((one) => one.version === version);

describe('publishing a version', () => {
  it('shows its rows, with and without counts, and records its figures', async () => {
    await produce('v1', {
      자전거: [
        ['🚲', 0.5, 3],
        ['b', 0.25],
      ],
      a: [],
    });
    await publish('v1');
    expect(await shown('자전거', 'a', 'x')).toEqual([
      [
        ['🚲', 0.5, 3],
        ['b', 0.25],
      ],
      [],
      undefined,
    ]);
    expect(await versionOf('v1')).toMatchObject({
      ...{ state: 'ready', rows: 2, producer: 'python', publishedAt: new Date(NOW).toISOString() },
      figures: { rows: 2, rowsWritten: 2, unchangedRows: 0, removedRows: 0 },
    });
  });

  it('writes only what changed, came or went', async () => {
    await produce('v1', { a: [['x', 1]], b: [['x', 1]], c: [['x', 1]], d: [['x', 1]] });
    await publish('v1');
    await produce('v2', { b: [['x', 1]], a: [['x', 2]], c: [['x', 1]], e: [['x', 1]] });
    await publish('v2');
    expect(await shown('a', 'b', 'c', 'd', 'e')).toEqual([
      [['x', 2]],
      [['x', 1]],
      [['x', 1]],
      undefined,
      [['x', 1]],
    ]);
    expect((await versionOf('v2'))?.figures).toMatchObject({
      rowsWritten: 3,
      unchangedRows: 2,
      removedRows: 1,
    });
  });

  it('shows nothing of a half-finished publish, and finishes it under the same ordinal', async () => {
    await produce('v1', { a: [['x', 1]], b: [['x', 1]] });
    await publish('v1');
    await produce('v2', { a: [['x', 2]], b: [['x', 2]] });
    failNext(ports.models, 'activate', new Error('killed'));
    await expect(publish('v2')).rejects.toThrow('killed');
    expect(await shown('a', 'b')).toEqual([[['x', 1]], [['x', 1]]]);
    expect((await versionOf('v2'))?.state).toBe('publishing');
    await publish('v2');
    expect(await shown('a', 'b')).toEqual([[['x', 2]], [['x', 2]]]);
    expect((await ports.models.pointer('als'))?.active).toBe(2);
  });

  it('changes nothing when it is done again after its end', async () => {
    await produce('v1', { a: [['x', 1]] });
    await publish('v1');
    const before = structuredClone([ports.models.stored, ports.models.rows]);
    await publishModel({ ...input('v1'), model: { name: 'als', version: 'v1' } }, ports, clock);
    expect([ports.models.stored, ports.models.rows]).toEqual(before);
    expect((await versionOf('v1'))?.figures.rowsWritten).toBe(1);
  });

  it('gives up when another publish began after it', async () => {
    await produce('v1', { a: [['x', 1]] });
    const begin = ports.models.begin;
    ports.models.begin = async (model, version) => {
      const begun = await begin(model, version);
      await begin(model, 'v2');
      return begun;
    };
    await expect(publish('v1')).rejects.toMatchObject({
      code: 'superseded',
      message: 'publishing als version v1 was given up: publishing v2 began after it',
    });
    expect(ports.models.rows.get('als')?.size ?? 0).toBe(0);
  });

  it('publishes again what a rollback by two versions needs', async () => {
    for (const [version, score] of [
      ['v1', 1],
      ['v2', 2],
      ['v3', 3],
    ] as const) {
      await produce(version, { a: [['x', score]], same: [['x', 0]] });
      await publish(version);
    }
    const pointer = (await ports.models.pointer('als'))!;
    ports.models.stored.set('als', activated(pointer, 'v2', pointer.previous!));
    expect(await shown('a', 'same')).toEqual([[['x', 2]], [['x', 0]]]);
    await publish('v1');
    expect(await shown('a', 'same')).toEqual([[['x', 1]], [['x', 0]]]);
  });
});

describe('the gate of an outside version', () => {
  const row = '{"key":"a","items":[["x",1]]}\n';

  it.each([
    [
      'a wrong checksum',
      row,
      { files: [{ path: 'rows.ndjson.gz', rows: 1, sha256: '0'.repeat(64) }] },
      'has the SHA-256',
    ],
    ['another name', row, { name: 'other' }, 'says model other version v1, must say als version v1'],
    ['no manifest of the format', row, { kind: 'magic' }, 'is no manifest: kind'],
    [
      'a file elsewhere',
      row,
      { files: [{ path: '../v0/rows.gz', rows: 1, sha256: '0'.repeat(64) }] },
      'beside the manifest',
    ],
    [
      'a file that is not there',
      row,
      { files: [{ path: 'gone.gz', rows: 1, sha256: '0'.repeat(64) }] },
      'gone.gz is named by a manifest',
    ],
    ['a line that is no JSON', 'oops\n', {}, 'line 1: must be JSON, got oops'],
    ['an endless score', '{"key":"a","items":[["x",1e999]]}\n', {}, 'items.0 must be'],
    ['a text for a score', '{"key":"a","items":[["x","1"]]}\n', {}, 'items.0 must be'],
    ['a broken count', '{"key":"a","items":[["x",1,1.5]]}\n', {}, 'items.0 must be'],
    ['an item twice', '{"key":"a","items":[["x",1],["x",2]]}\n', {}, 'must not repeat'],
    ['a key that is no id', '{"key":"a/b","items":[]}\n', {}, 'key must be an id'],
    ['no items', '{"key":"a"}\n', {}, 'items must be an array'],
    ['a key twice', row + row, {}, 'has two rows a'],
  ])('refuses %s in words, also when forced', async (_, lines, change, words) => {
    await produce('v1', lines, change);
    await expect(publish('v1', { force: true })).rejects.toThrow(words);
    expect(ports.models.stored.size).toBe(0);
  });

  it('refuses a wrong number of rows', async () => {
    await produce('v1', row);
    const manifest = JSON.parse(ports.artefacts.text('models/als/v1/manifest.json'));
    manifest.files[0].rows = 2;
    await ports.artefacts.put('models/als/v1/manifest.json', JSON.stringify(manifest));
    await expect(publish('v1')).rejects.toThrow('has 1 rows, its manifest says 2');
  });

  it('refuses a version without manifest, and names that lead elsewhere', async () => {
    await expect(publish('v9')).rejects.toThrow('model als version v9 has no manifest.json');
    await expect(publish('../v1')).rejects.toThrow("a model's name and version must be made of");
  });

  it('refuses other files under a version that was published', async () => {
    await produce('v1', { a: [['x', 1]] });
    await publish('v1');
    await produce('v1', { a: [['x', 2]] });
    await expect(publish('v1')).rejects.toThrow('was published with other files');
  });

  it('refuses a version much smaller than the active one, records why, and publishes it when forced', async () => {
    await produce('v1', { a: [['x', 1]], b: [['x', 1]], c: [['x', 1]] });
    await publish('v1');
    await produce('v2', { a: [['x', 2]] });
    await expect(publish('v2')).rejects.toMatchObject({
      code: 'gate-refused',
      message: expect.stringContaining('als has 1 rows, which must be at least 50 % of the 3'),
    });
    expect(await versionOf('v2')).toMatchObject({
      state: 'refused',
      refusal: expect.stringContaining('1 rows'),
    });
    expect(await shown('a', 'b')).toEqual([[['x', 1]], [['x', 1]]]);
    await publish('v2', { force: true });
    expect(await shown('a', 'b')).toEqual([[['x', 2]], undefined]);
    expect((await versionOf('v2'))?.state).toBe('ready');
  });

  it('refuses a version with other first items in every row, unless it was made by other rules', async () => {
    const rows = (first: string) =>
      Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${at}`, [[`${first}${at}`, 1]]]));
    await produce('v1', rows('x'), { parameters: { factors: 64, asOf: '2026-11-22T00:00:00.000Z' } });
    await publish('v1');
    await produce('v2', rows('y'), { parameters: { factors: 64, asOf: '2026-11-23T00:00:00.000Z' } });
    await expect(publish('v2')).rejects.toThrow(
      'als has 100.0 % of 100 rows with other first items than the last good version, which must be at most 99.9 %, an overlap of 0.0 %',
    );
    expect(await versionOf('v2')).toMatchObject({
      ...{ state: 'refused', figures: { rowsCompared: 100, rowsChanged: 1, overlap: 0 } },
    });
    expect(await shown('k0')).toEqual([[['x0', 1]]]);
    await produce('v3', rows('y'), { parameters: { factors: 128 } });
    await publish('v3');
    expect((await versionOf('v3'))?.figures).toMatchObject({ rowsChanged: 1, overlap: 0 });
  });

  it('does not publish over an active version whose files are gone, unless forced', async () => {
    await produce('v1', { a: [['x', 1]] });
    await publish('v1');
    await ports.artefacts.remove(['models/als/v1/manifest.json']);
    await produce('v2', { a: [['x', 2]] });
    await expect(publish('v2')).rejects.toThrow('are gone');
    await publish('v2', { force: true });
    expect(await shown('a')).toEqual([[['x', 2]]]);
  });
});

describe('the gate of a together run', () => {
  let next = 0;
  const acts = (users: number, type: 'view' | 'purchase', items = ['a', 'b'], first = 0): ArchivedEvent[] =>
    Array.from({ length: users }, (_, user) => first + user).flatMap((user) =>
      items.map((itemId) => {
        const about = { eventId: `e${next++}`, type, itemId, userId: `u${user}` };
        const occurredAt = new Date(NOW - 3_600_000).toISOString();
        return { scope: 'server' as const, receivedAt: occurredAt, event: { ...about, occurredAt } };
      }),
    );
  const run = async (events: readonly ArchivedEvent[], runId: string, parameters: object = {}) => {
    await archive(ports, [events]);
    const assembled = await countModels(ports, { ...parameters }, runId);
    return gateAndPublish(ports, assembled);
  };

  it('publishes the models that have rows, and the most acted-on items', async () => {
    const { models } = await run(acts(2, 'view'), RUN);
    expect(models.map(({ name }) => name)).toEqual(['together-popular', 'together-view-all']);
    const manifest = JSON.parse(ports.artefacts.text(`models/together-view-all/${RUN}/manifest.json`));
    expect(manifest).toMatchObject({
      ...{ kind: 'item-to-items', createdAt: '2026-11-23T09:00:00.000Z', producer: 'jangteo/together' },
      ...{ files: [{ path: 'part-00000.ndjson.gz', rows: 2 }], parameters: { similarity: 'cosine' } },
    });
    const [version] = await ports.models.versions('together-view-all');
    expect(version!.figures).toMatchObject({ cosineUnits: 2, cosineShrink: 10 });
  });

  it('publishes none of its models when one is refused', async () => {
    await run([...acts(3, 'view'), ...acts(3, 'purchase')], RUN);
    const second = `${RUN.slice(0, -1)}b`;
    await expect(run(acts(3, 'view', ['a', 'b', 'c']), second)).rejects.toThrow(
      'nothing was published: together-buy-all has 0 rows',
    );
    expect((await ports.models.pointer('together-view-all'))?.activeVersion).toBe(RUN);
    await run(acts(3, 'view', ['a', 'b', 'c']), second, { force: true });
    expect((await ports.models.pointer('together-view-all'))?.activeVersion).toBe(second);
    const pointer = (await ports.models.pointer('together-buy-all'))!;
    expect(await ports.models.readRows([{ pointer, key: 'a' }])).toEqual([undefined]);
  });

  it('refuses a model that no longer foresees what people do next', async () => {
    // Everybody looks at three things of his own street; then ids are mixed up, but for those a street away.
    const street = (user: number) => [`a${user % 40}`, `b${user % 40}`, `c${user % 40}`];
    const views = (itemsOf: (user: number) => string[]) =>
      Array.from({ length: 120 }, (_, user) => acts(1, 'view', itemsOf(user), user)).flat();
    const right = views(street);
    await run(right, RUN);
    const second = `${RUN.slice(0, -1)}b`;
    await archive(ports, [right]);
    const assembled = await countModels(ports, {}, second);
    const prefix = `models/together-view-all/${second}/part-00000.ndjson.gz`;
    const lines = gunzipSync(ports.artefacts.objects.get(prefix)!).toString('utf8').replaceAll('["c', '["d');
    await ports.artefacts.put(prefix, gzipSync(lines));
    await expect(gateAndPublish(ports, assembled)).rejects.toThrow(
      'together-view-all has a hit rate of 50.0 % on 240 steps of the last hours, which must be at least 70.0 % of the 100.0 % of the last good version',
    );
    const known = await ports.models.versions('together-view-all');
    expect(known.find(({ version }) => version === second)).toMatchObject({
      ...{ state: 'refused', figures: { probes: 240, hitRate: 0.5, lastHitRate: 1 } },
    });
    expect((await ports.models.pointer('together-view-all'))?.activeVersion).toBe(RUN);
  });

  it('refuses a run without any row, so that it changes nothing', async () => {
    await expect(run(acts(1, 'view'), RUN)).rejects.toThrow('no model has any rows');
    expect(ports.models.stored.size).toBe(0);
  });

  it('gives the same manifests when it is retried', async () => {
    await archive(ports, [acts(2, 'view')]);
    const assembled = await countModels(ports, {});
    await gateModels(assembled, ports, clock);
    const before = ports.artefacts.text(`models/together-view-all/${RUN}/manifest.json`);
    await gateModels(assembled, ports, () => NOW + 60_000);
    expect(ports.artefacts.text(`models/together-view-all/${RUN}/manifest.json`)).toBe(before);
  });
});
