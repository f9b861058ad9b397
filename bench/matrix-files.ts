/** Matrices of units × items as two columns, in files that our kernel and its peers read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Entries {
  /** The items of unit u are `items[starts[u]] … items[starts[u + 1] - 1]`. */
  readonly starts: Uint32Array<ArrayBufferLike>;
  readonly items: Uint32Array<ArrayBufferLike>;
}

export function write(folder: string, { starts, items }: Entries): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'starts.bin'), starts);
  writeFileSync(join(folder, 'items.bin'), items);
}

export function read(folder: string): Entries {
  const column = (name: string) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    return new Uint32Array(buffer, byteOffset, byteLength / 4);
  };
  return { starts: column('starts.bin'), items: column('items.bin') };
}
