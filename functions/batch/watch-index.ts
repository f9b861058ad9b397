import type { ItemIndex } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { readIndexed } from './popularity-indexed.ts';

/**
 * Whether the index that is served is another than the one that was filled: somebody deleted it, and the next write made it anew,
 * empty. Makes the first index of a new stage, so that its first page finds one. @throws what the index and the store throw
 */
export async function isIndexLost(
  ports: Pick<Stores, 'artefacts'> & { readonly index: ItemIndex },
): Promise<boolean> {
  await ports.index.ensure();
  const [indexed, identities] = await Promise.all([readIndexed(ports.artefacts), ports.index.identities()]);
  return indexed !== undefined && !identities.some((identity) => indexed.filled.includes(identity));
}
