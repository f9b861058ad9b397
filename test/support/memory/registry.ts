import { RegistryMovedError } from '../../../adapters/dynamodb/registry.ts';
import type { DocumentVersion, RegistryHead, RegistryStore } from '../../../domain/ports.ts';

export interface MemoryRegistry extends RegistryStore {
  /** Versions by key and row: change one to break it. */
  readonly rows: Map<string, DocumentVersion>;
}

export function memoryRegistry(): MemoryRegistry {
  const rows = new Map<string, DocumentVersion>();
  let standing: RegistryHead = { revision: 0, commit: '', documents: new Map() };
  return {
    rows,
    head: async () => standing,
    read: async (wanted) => wanted.map(({ key, pointer }) => rows.get(`${key}#${pointer.row}`)),
    async history(key, pointer, limit) {
      const told: DocumentVersion[] = [];
      let row: string | undefined = pointer.row;
      while (row !== undefined && told.length < limit) {
        const version = rows.get(`${key}#${row}`);
        if (version) told.push(version);
        row = version?.previous;
      }
      return told;
    },
    async commit(head, versions) {
      for (const version of versions)
        rows.set(`${version.key}#${version.row}`, JSON.parse(JSON.stringify(version)));
      if (standing.commit === head.commit) return;
      if (standing.revision !== head.revision - 1) throw new RegistryMovedError(head.revision - 1);
      standing = head;
    },
  };
}
