import { PointerMovedError } from '../../../adapters/dynamodb/models.ts';
import {
  activated,
  beginVersion,
  keep,
  type RowVersion,
  stays,
  visible,
} from '../../../domain/models/versions.ts';
import type { ModelItem, ModelPointer, ModelStore, ModelVersion } from '../../../domain/ports.ts';

type Rows = readonly RowVersion<readonly ModelItem[]>[];

export interface MemoryModels extends ModelStore {
  /** Versions held by key, by model. */
  readonly rows: Map<string, Map<string, Rows>>;
  readonly stored: Map<string, ModelPointer>;
}

export function memoryModels(): MemoryModels {
  const rows = new Map<string, Map<string, Rows>>();
  const pointers = new Map<string, ModelPointer>();
  const versions = new Map<string, Map<string, ModelVersion>>();
  const of = <T>(map: Map<string, Map<string, T>>, model: string) =>
    map.get(model) ?? map.set(model, new Map()).get(model)!;
  return {
    rows,
    stored: pointers,
    pointers: async () => [...pointers.values()],
    pointer: async (model) => pointers.get(model),
    versions: async (model) => newestFirst([...of(versions, model).values()]),
    async putVersion(version) {
      of(versions, version.model).set(version.version, version);
    },
    async removeVersion(model, version) {
      of(versions, model).delete(version);
    },
    async begin(model, version) {
      const { ordinal, ...pointer } = beginVersion(pointers.get(model), model, version);
      pointers.set(model, pointer);
      return { ...pointer, ordinal };
    },
    async writeRows(pointer, ordinal, given, tolerance = 0) {
      const held = of(rows, pointer.model);
      const written = given.filter(
        ({ key, items }) => !stays(held.get(key) ?? [], pointer, ordinal, items, tolerance),
      );
      for (const { key, items } of written) held.set(key, keep(held.get(key) ?? [], pointer, ordinal, items));
      return { rows: written.length, kept: given.length - written.length, writeUnits: written.length };
    },
    async activate(pointer, version, ordinal) {
      const stored = pointers.get(pointer.model);
      if (stored?.active !== pointer.active || stored.newest !== pointer.newest)
        throw new PointerMovedError(pointer, stored);
      const moved = activated(stored, version, ordinal);
      pointers.set(pointer.model, moved);
      return moved;
    },
    async readRows(requests) {
      return requests.map(({ pointer, key }) => {
        const items = visible(of(rows, pointer.model).get(key) ?? [], pointer)?.data;
        return items && { key, items };
      });
    },
  };
}

const newestFirst = (versions: readonly ModelVersion[]): ModelVersion[] =>
  versions.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
