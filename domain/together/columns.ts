/**
 * Columns as one file: what the steps of a run hand on. Typed arrays lie as they are in memory, little
 * endian as on every machine that Lambda has, and are read without parsing.
 *
 *     'JTC1' | length of head (uint32) | head: JSON {meta, columns: [[name, type, length, bytes], …]}
 *     | each column's bytes, all of it padded to multiples of 8
 *
 * A column of texts is one UTF-8 text, with the column `{name}#` of their lengths in UTF-16 units.
 */
const MAGIC = 0x3143544a;
const TYPES = { u8: Uint8Array, u32: Uint32Array, f64: Float64Array } as const;
type Numbers = Uint8Array | Uint32Array | Float64Array;
export type Column = Numbers | readonly string[];

export class UnreadableColumnsError extends Error {
  readonly code = 'unreadable-columns';
  constructor(detail: string) {
    super(`a file of columns cannot be read: ${detail}`);
  }
}

interface Blob {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Bytes of `columns` with `meta`, any JSON value, beside them. The same input gives the same bytes. */
export function encodeColumns(meta: unknown, columns: Readonly<Record<string, Column>>): Uint8Array {
  const blobs = Object.entries(columns).flatMap(([name, column]) => toBlobs(name, column));
  const described = blobs.map(({ name, type, length, bytes }) => [name, type, length, bytes.length]);
  const head = new TextEncoder().encode(JSON.stringify({ meta, columns: described }));
  const start = padded(8 + head.length);
  const size = blobs.reduce((sum, { bytes }) => sum + padded(bytes.length), start);
  const file = new Uint8Array(size);
  new Uint32Array(file.buffer, 0, 2).set([MAGIC, head.length]);
  file.set(head, 8);
  let at = start;
  for (const { bytes } of blobs) {
    file.set(bytes, at);
    at += padded(bytes.length);
  }
  return file;
}

/** A decoded file: ask it for each column by the type that it was written with. */
export interface ColumnFile<Meta> {
  readonly meta: Meta;
  u8(name: string): Uint8Array;
  u32(name: string): Uint32Array;
  f64(name: string): Float64Array;
  texts(name: string): string[];
}

/** Reads a file of columns; the arrays share its memory. @throws UnreadableColumnsError */
export function decodeColumns<Meta>(bytes: Uint8Array): ColumnFile<Meta> {
  const file = (bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()) as Uint8Array<ArrayBuffer>;
  const { meta, columns } = readHead<Meta>(file);
  const numbers = (name: string, type: keyof typeof TYPES) => {
    const column = columns.get(name);
    if (column?.type !== type) throw new UnreadableColumnsError(`it has no column ${name} of type ${type}`);
    return new TYPES[type](file.buffer, file.byteOffset + column.at, column.length);
  };
  return {
    meta,
    u8: (name) => numbers(name, 'u8') as Uint8Array,
    u32: (name) => numbers(name, 'u32') as Uint32Array,
    f64: (name) => numbers(name, 'f64') as Float64Array,
    texts: (name) =>
      cut(new TextDecoder().decode(numbers(name, 'u8')), numbers(`${name}#`, 'u32') as Uint32Array),
  };
}

function toBlobs(name: string, column: Column): Blob[] {
  if (!isNumbers(column)) {
    const lengths = Uint32Array.from(column, (text) => text.length);
    return [...toBlobs(name, new TextEncoder().encode(column.join(''))), ...toBlobs(`${name}#`, lengths)];
  }
  const type = column instanceof Uint8Array ? 'u8' : column instanceof Uint32Array ? 'u32' : 'f64';
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  return [{ name, type, length: column.length, bytes }];
}

function readHead<Meta>(file: Uint8Array) {
  if (file.length < 8) throw new UnreadableColumnsError(`it has ${file.length} bytes`);
  const [magic, length] = new Uint32Array(file.buffer, file.byteOffset, 2);
  if (magic !== MAGIC) throw new UnreadableColumnsError('it does not begin as one');
  const head = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length!))) as {
    meta: Meta;
    columns: [name: string, type: string, length: number, bytes: number][];
  };
  const columns = new Map<string, { type: string; length: number; at: number }>();
  let at = padded(8 + length!);
  for (const [name, type, size, bytes] of head.columns) {
    columns.set(name, { type, length: size, at });
    at += padded(bytes);
  }
  if (at !== file.length) throw new UnreadableColumnsError(`it has ${file.length} bytes, must have ${at}`);
  return { meta: head.meta, columns };
}

function cut(text: string, lengths: Uint32Array): string[] {
  const parts = new Array<string>(lengths.length);
  let at = 0;
  for (let index = 0; index < parts.length; index++) {
    parts[index] = text.slice(at, at + lengths[index]!);
    at += lengths[index]!;
  }
  return parts;
}

const isNumbers = (column: Column): column is Numbers => ArrayBuffer.isView(column);
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;
