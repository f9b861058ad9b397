import type { ModelItem } from '../ports.ts';

/**
 * A row's items as bytes, as DynamoDB keeps them: about 14 bytes an item instead of JSON's 40.
 *
 *     format (1 byte) | n (varint) | n × score (float64 LE) | n × (count + 1, 0 = none) (varint)
 *     | n × length of id in UTF-16 units (varint) | all ids as one UTF-8 text
 *
 * One text for all ids: it is decoded once and cut by lengths, which is what makes reading fast.
 */
const FORMAT = 1;

export class UnreadableRowError extends Error {
  readonly code = 'unreadable-row';
  constructor(detail: string) {
    super(`a packed row cannot be read: ${detail}`);
  }
}

/** Packs items exactly: scores keep every bit. Ids must be well-formed Unicode, counts whole and ≥ 0. */
export function packItems(items: readonly ModelItem[]): Uint8Array {
  const ids = new TextEncoder().encode(items.map(([itemId]) => itemId).join(''));
  const varints = [
    ...items.map(([, , count]) => (count === undefined ? 0 : count + 1)),
    ...items.map(([itemId]) => itemId.length),
  ].flatMap(varint);
  const head = [FORMAT, ...varint(items.length)];
  const bytes = new Uint8Array(head.length + 8 * items.length + varints.length + ids.length);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  items.forEach(([, score], index) => {
    view.setFloat64(head.length + 8 * index, score, true);
  });
  bytes.set(varints, head.length + 8 * items.length);
  bytes.set(ids, bytes.length - ids.length);
  return bytes;
}

/** The items that were packed. @throws UnreadableRowError for bytes of another format or cut short */
export function unpackItems(bytes: Uint8Array): ModelItem[] {
  if (bytes[0] !== FORMAT) throw new UnreadableRowError(`format ${bytes[0]}, must be ${FORMAT}`);
  const reader = { bytes, at: 1 };
  const size = readVarint(reader);
  const scoresAt = reader.at;
  reader.at += 8 * size;
  if (reader.at > bytes.length) throw new UnreadableRowError(`${bytes.length} bytes for ${size} items`);
  const counts = readVarints(reader, size);
  const lengths = readVarints(reader, size);
  const ids = cut(new TextDecoder().decode(bytes.subarray(reader.at)), lengths);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return ids.map((itemId, index) => {
    const score = view.getFloat64(scoresAt + 8 * index, true);
    const count = counts[index]!;
    return count === 0 ? [itemId, score] : [itemId, score, count - 1];
  });
}

/** LEB128 of a whole number ≥ 0 up to 2^53: seven bits a byte, lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readVarint(reader: Reader): number {
  let [value, unit] = [0, 1];
  while (true) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new UnreadableRowError(`it ends after ${reader.bytes.length} bytes`);
    value += (byte % 128) * unit;
    if (byte < 128) return value;
    unit *= 128;
  }
}

const readVarints = (reader: Reader, size: number): number[] =>
  Array.from({ length: size }, () => readVarint(reader));

function cut(text: string, lengths: readonly number[]): string[] {
  let at = 0;
  const parts = lengths.map((length) => {
    at += length;
    return text.slice(at - length, at);
  });
  if (at !== text.length)
    throw new UnreadableRowError(`ids of ${text.length} units, their lengths say ${at}`);
  return parts;
}
