import type { StoredItem } from '../catalogue/item.ts';
import { decodeSignature } from './encoded.ts';
import { type TitleSignature, titleSignature } from './signature.ts';

/** A title, with its signature where it was stored with one. */
export type Titled = Pick<StoredItem, 'title' | 'titleSignature'>;

/** Signatures that a process keeps: some 30 MB at most. */
const MOST = 50_000;
const known = new Map<string, TitleSignature>();

/**
 * The signature of an item's title: the stored one, else (none, or one of another version) made here. Once a process: the same titles are
 * asked for over and over.
 */
export function signatureOf({ title, titleSignature: stored }: Titled): TitleSignature {
  const kept = known.get(title);
  if (kept) return kept;
  if (known.size >= MOST) known.delete(known.keys().next().value!);
  const signature = decodeSignature(stored) ?? titleSignature(title);
  known.set(title, signature);
  return signature;
}
