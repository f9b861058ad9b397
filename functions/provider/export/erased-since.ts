import { erasuresPrefix } from '../../../contract/storage-keys.ts';
import type { ObjectStore } from '../../../domain/ports.ts';
import { getJson } from '../../runtime/files.ts';

/** Ids of the users erased by marks that are not among the known ones. */
export async function erasedSince(known: readonly string[], archive: ObjectStore): Promise<Set<string>> {
  const heeded = new Set(known);
  const erased = new Set<string>();
  for await (const { key } of archive.list(erasuresPrefix)) {
    if (heeded.has(key)) continue;
    const { actor } = await getJson<{ readonly actor?: string }>(archive, key);
    if (actor?.startsWith('u#')) erased.add(actor.slice(2));
  }
  return erased;
}
