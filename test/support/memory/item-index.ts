import type { IndexDocument, ItemIndex } from '../../../domain/ports.ts';

type Documents = Map<string, { readonly version: number; readonly body: IndexDocument['body'] }>;

/** ItemIndex in memory: `indices` holds what was written, tombstones too; `refuse` answers why a document is not taken. */
export interface MemoryIndex extends ItemIndex {
  readonly indices: Map<string, Documents>;
  refuse: ((document: IndexDocument) => string | undefined) | undefined;
  /** Bodies behind the alias. */
  served(): Map<string, NonNullable<IndexDocument['body']>>;
  /** As if somebody had deleted every index. */
  lose(): void;
}

/** Children are no items. */
const itemsIn = (held: Documents): number =>
  [...held].filter(([id, { body }]) => body && !id.startsWith('p/')).length;

export function memoryIndex(): MemoryIndex {
  const indices = new Map<string, Documents>();
  const identities = new Map<string, string>();
  let made = 0;
  const make = (name: string) => {
    indices.set(name, new Map());
    identities.set(name, `${name}#${++made}`);
  };
  let current: string | undefined;
  let next: string | undefined;
  const index: MemoryIndex = {
    indices,
    refuse: undefined,
    served: () =>
      new Map(
        [...(indices.get(current ?? '') ?? [])].flatMap(([id, { body }]) => (body ? [[id, body]] : [])),
      ),
    lose() {
      indices.clear();
      current = undefined;
    },
    async ensure() {
      if (current !== undefined) return;
      current = 'index-0';
      make(current);
    },
    async write(documents) {
      return documents.map((document) => {
        const reason = index.refuse?.(document);
        if (reason !== undefined) return reason;
        for (const name of [current, next]) {
          const held = name === undefined ? undefined : indices.get(name);
          const known = held?.get(document.id);
          if (held && (!known || known.version <= document.version)) held.set(document.id, document);
        }
        return undefined;
      });
    },
    async beginNext(suffix) {
      const name = `index-${suffix}`;
      if (next !== undefined && next !== name) indices.delete(next);
      if (!indices.has(name)) make(name);
      next = name;
      return { index: name };
    },
    async finishNext(name) {
      if (next !== name && current !== name) throw new Error(`index ${name} is not the one being filled`);
      const removed = current === undefined || current === name ? [] : [current];
      for (const old of removed) indices.delete(old);
      current = name;
      next = undefined;
      return { removed };
    },
    async identities() {
      return [current, next].flatMap((name) => (name === undefined ? [] : identities.get(name)!));
    },
    async describe() {
      const documents = Object.fromEntries([...indices].map(([name, held]) => [name, itemsIn(held)]));
      return { current, next, documents };
    },
  };
  return index;
}
