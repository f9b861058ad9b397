import type { ItemIndex } from '../../domain/ports.ts';
import type { Indexed } from './popularity-indexed.ts';

/**
 * Whether the index that is served is another than the one that was filled: somebody deleted it, and the next write made it anew,
 * empty. Makes the first index of a new stage, so that its first page finds one. @throws what the index throws
 */
export async function isIndexLost(index: ItemIndex, indexed: Indexed | undefined): Promise<boolean> {
  await index.ensure();
  if (!indexed) return false;
  const identities = await index.identities();
  return !identities.some((identity) => indexed.filled.includes(identity));
}
