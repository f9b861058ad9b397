import { fromBase64Url, toBase64Url } from '../../base64url.ts';
import { fnv1a } from '../../hash.ts';
import { type Arrangeable, categoryAt, type Level } from './arrangeable.ts';

/** Items of earlier pages that arranging remembers: no window looks back further. */
export const TAIL_MOST = 24;
const HASH_BYTES = 3;
const ENTRY_BYTES = 3 * HASH_BYTES;

/** What of a shown item matters for the next: 24-bit hashes, 0 for what it has not. */
export interface Shown {
  readonly category: number;
  readonly seller: number;
  readonly group: number;
}

/** The last items shown, oldest first, at most 24. */
export type ArrangedTail = readonly Shown[];

/** A text as 24 bits, not 0; 0 for none. */
export const hash24 = (text: string | undefined): number =>
  text === undefined ? 0 : Math.max(1, fnv1a(text) >>> 8);

type Grouped = Pick<Arrangeable, 'groupId' | 'signature'>;

/** What an item's name group is known by on later pages: the shop's own group, and the canonical form of its title. */
export const groupHashes = ({ groupId, signature }: Grouped): number[] =>
  [groupId === undefined ? 0 : hash24(`g ${groupId}`), signature.key].filter((hash) => hash !== 0);

/** The tail after more items were shown. */
export function extendTail(
  tail: ArrangedTail,
  shown: readonly Arrangeable[],
  level: Level,
  most = TAIL_MOST,
): ArrangedTail {
  const added = shown.slice(-most).map((item) => ({
    category: hash24(categoryAt(item.category, level)),
    seller: hash24(item.sellerId),
    group: groupHashes(item)[0] ?? 0,
  }));
  return [...tail, ...added].slice(-most);
}

/** The tail as text for a cursor: 12 characters an item, at most 288. */
export function encodeTail(tail: ArrangedTail): string {
  const hashes = tail.slice(-TAIL_MOST).flatMap(({ category, seller, group }) => [category, seller, group]);
  const bytes = hashes.flatMap((hash) => [hash >>> 16, (hash >>> 8) & 0xff, hash & 0xff]);
  return toBase64Url(Uint8Array.from(bytes));
}

/** The tail of a cursor; undefined for what is none. */
export function decodeTail(text: string): ArrangedTail | undefined {
  if (!/^(?:[\w-]{12}){0,24}$/.test(text)) return undefined;
  const bytes = fromBase64Url(text);
  const hash = (at: number) => (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return Array.from({ length: bytes.length / ENTRY_BYTES }, (_, entry) => {
    const at = entry * ENTRY_BYTES;
    return { category: hash(at), seller: hash(at + HASH_BYTES), group: hash(at + 2 * HASH_BYTES) };
  });
}
