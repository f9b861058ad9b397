import { describe, expect, it } from 'vitest';
import type { ModelItem, ModelPointer, ModelStore } from '../../domain/ports.ts';
import { at, fresh, HARD_IDS } from './samples.ts';

const A: readonly ModelItem[] = [['a', 0.1 + 0.2, 3]];
const B: readonly ModelItem[] = [
  ['b', 1 / 3],
  ['유🛒', 0, 0],
];

export function modelStoreSuite(implementation: string, open: () => ModelStore) {
  const publish = async (model: string, version: string, rows: Parameters<ModelStore['writeRows']>[2]) => {
    const { ordinal, ...pointer } = await open().begin(model, version);
    await open().writeRows(pointer, ordinal, rows);
    return open().activate(pointer, version, ordinal);
  };
  const read = async (pointer: ModelPointer, key: string) =>
    (await open().readRows([{ pointer, key }]))[0]?.items;
  const version = (model: string, name: string, createdAt: string) => ({
    model,
    version: name,
    kind: 'item-to-items' as const,
    state: 'ready' as const,
    createdAt,
    producer: 'test',
    rows: 1,
    figures: { rows: 1 },
  });

  describe(`a model store: ${implementation}`, () => {
    it('forgets a version, twice without harm, and no other', async () => {
      const [models, model] = [open(), fresh('forgotten')];
      await models.putVersion(version(model, 'v1', '2026-11-24T09:00:00.000Z'));
      await models.putVersion(version(model, 'v2', '2026-11-24T10:00:00.000Z'));
      await models.removeVersion(model, 'v1');
      await models.removeVersion(model, 'v1');
      expect((await models.versions(model)).map((one) => one.version)).toEqual(['v2']);
    });

    it('knows no pointer of a model never published', async () => {
      expect(await open().pointer(fresh('model'))).toBeUndefined();
    });

    it('answers what was published, exactly, and absent keys as absent', async () => {
      const pointer = await publish(fresh('model'), 'v1', [
        { key: 'x', items: A },
        { key: 'y', items: B },
      ]);
      const rows = await open().readRows(['y', 'none', 'x', 'y'].map((key) => ({ pointer, key })));
      expect(rows).toEqual([
        { key: 'y', items: B },
        undefined,
        { key: 'x', items: A },
        { key: 'y', items: B },
      ]);
    });

    it('shows nothing of a publish that is not activated', async () => {
      const model = fresh('model');
      const active = await publish(model, 'v1', [{ key: 'x', items: A }]);
      const { ordinal, ...pointer } = await open().begin(model, 'v2');
      await open().writeRows(pointer, ordinal, [
        { key: 'x', items: B },
        { key: 'new', items: B },
      ]);
      for (const seen of [active, pointer]) {
        expect(await read(seen, 'x')).toEqual(A);
        expect(await read(seen, 'new')).toBeUndefined();
      }
    });

    it('keeps unchanged rows over versions, and forgets rows that vanished', async () => {
      const model = fresh('model');
      await publish(model, 'v1', [
        { key: 'kept', items: A },
        { key: 'gone', items: A },
      ]);
      const pointer = await publish(model, 'v2', [{ key: 'gone', items: undefined }]);
      expect(await read(pointer, 'kept')).toEqual(A);
      expect(await read(pointer, 'gone')).toBeUndefined();
    });

    it('goes back by one version with a flip', async () => {
      const model = fresh('model');
      await publish(model, 'v1', [{ key: 'x', items: A }]);
      const newest = await publish(model, 'v2', [{ key: 'x', items: B }]);
      const back = await open().activate(newest, newest.previousVersion!, newest.previous!);
      expect(back).toMatchObject({ activeVersion: 'v1', previousVersion: 'v2' });
      expect(await read(back, 'x')).toEqual(A);
      expect(await open().pointer(model)).toEqual(back);
    });

    it('never shows rows of a publish that was given up', async () => {
      const model = fresh('model');
      await publish(model, 'v1', [{ key: 'x', items: A }]);
      const { ordinal, ...given } = await open().begin(model, 'given-up');
      await open().writeRows(given, ordinal, [
        { key: 'x', items: B },
        { key: 'new', items: B },
      ]);
      const pointer = await publish(model, 'v2', []);
      expect(await read(pointer, 'x')).toEqual(A);
      expect(await read(pointer, 'new')).toBeUndefined();
    });

    it('goes on with a half-finished publish under its own ordinal', async () => {
      const model = fresh('model');
      const first = await open().begin(model, 'v1');
      expect((await open().begin(model, 'v1')).ordinal).toBe(first.ordinal);
      expect((await open().begin(model, 'v2')).ordinal).toBe(first.ordinal + 1);
    });

    it('refuses to activate when somebody else did meanwhile', async () => {
      const model = fresh('model');
      const { ordinal, ...pointer } = await open().begin(model, 'v1');
      await publish(model, 'v2', []);
      await expect(open().activate(pointer, 'v1', ordinal)).rejects.toMatchObject({ code: 'pointer-moved' });
    });

    it('lists pointers of all models, and versions of one, newest first', async () => {
      const [a, b] = [fresh('model'), fresh('model')];
      const published = [await publish(a, 'v1', []), await publish(b, 'v1', [])];
      expect(await open().pointers()).toEqual(expect.arrayContaining(published));
      await open().putVersion(version(a, 'v1', at(1)));
      await open().putVersion(version(a, 'v2', at(2)));
      await open().putVersion({ ...version(a, 'v1', at(1)), rows: 7 });
      expect(await open().versions(a)).toEqual([
        version(a, 'v2', at(2)),
        { ...version(a, 'v1', at(1)), rows: 7 },
      ]);
      expect(await open().versions(fresh('model'))).toEqual([]);
    });

    it('writes and reads hundreds of rows, and says how many and for how many units', async () => {
      const model = fresh('model');
      const { ordinal, ...pointer } = await open().begin(model, 'v1');
      const rows = [...Array(230).keys()].map((n) => ({ key: `k${n}`, items: A }));
      const written = await open().writeRows(pointer, ordinal, rows);
      expect(written.rows).toBe(230);
      expect(written.writeUnits).toBeGreaterThanOrEqual(230);
      const active = await open().activate(pointer, 'v1', ordinal);
      expect(await open().readRows(rows.map(({ key }) => ({ pointer: active, key })))).toEqual(rows);
    });

    it('leaves rows as they are that may stay, and says how many', async () => {
      const model = fresh('model');
      await publish(model, 'v1', [
        { key: 'near', items: [['a', 1, 3]] },
        { key: 'far', items: [['a', 1, 3]] },
        { key: 'gone', items: [['a', 1, 3]] },
      ]);
      const { ordinal, ...pointer } = await open().begin(model, 'v2');
      const rows = [
        { key: 'near', items: [['a', 1.01, 4]] as ModelItem[] },
        { key: 'far', items: [['a', 1.1, 4]] as ModelItem[] },
        { key: 'new', items: [['a', 1, 4]] as ModelItem[] },
        { key: 'gone', items: undefined },
      ];
      expect(await open().writeRows(pointer, ordinal, rows, 0.02)).toMatchObject({ rows: 3, kept: 1 });
      const active = await open().activate(pointer, 'v2', ordinal);
      const seen = await open().readRows(rows.map(({ key }) => ({ pointer: active, key })));
      expect(seen.map((row) => row?.items)).toEqual([
        [['a', 1, 3]],
        [['a', 1.1, 4]],
        [['a', 1, 4]],
        undefined,
      ]);
    });

    it('writes an equal row once only, and one it began to publish always', async () => {
      const model = fresh('model');
      await publish(model, 'v1', [{ key: 'x', items: A }]);
      const { ordinal, ...pointer } = await open().begin(model, 'v2');
      const again = { key: 'x', items: A };
      expect(await open().writeRows(pointer, ordinal, [again])).toEqual({ rows: 0, kept: 1, writeUnits: 0 });
      await open().writeRows(pointer, ordinal, [{ key: 'x', items: B }]);
      expect(await open().writeRows(pointer, ordinal, [again])).toMatchObject({ rows: 1, kept: 0 });
      expect(await read(await open().activate(pointer, 'v2', ordinal), 'x')).toEqual(A);
    });

    it.each(HARD_IDS)('keeps rows called %s', async (id) => {
      const items: ModelItem[] = [[id, 1, 2]];
      const pointer = await publish(fresh('model'), 'v1', [{ key: id, items }]);
      expect(await read(pointer, id)).toEqual(items);
    });
  });
}
