import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../functions/batch/lines.ts';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(key: string, bytes: Uint8Array, size = 7): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of readLines(key, chunked(bytes, size))) lines.push(...batch);
  return lines;
}

/** The last eight bytes of a gzip are its checksum and length. */
function wrongChecksum(text: string): Buffer {
  const bytes = gzipSync(text);
  return bytes.fill(0, bytes.length - 8, bytes.length - 4);
}

describe('lines of a file', () => {
  it('come whole, however the bytes are cut, with or without an end of the last line', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => text !== '' && !text.includes('\n'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (lines, ended, size) => {
          const text = lines.join('\n') + (ended ? '\n' : '');
          expect(await all('f.ndjson', Buffer.from(text), size)).toEqual(lines);
          expect(await all('f.ndjson.gz', gzipSync(text), size)).toEqual(lines);
        },
      ),
    );
  });

  it('are read from several gzips in one file', async () => {
    expect(await all('f.gz', Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]))).toEqual(['a', 'b']);
  });

  it.each([
    ['no gzip at all', Buffer.from('{"a":1}\n')],
    ['a gzip cut short', gzipSync('{"a":1}\n'.repeat(100)).subarray(0, 30)],
    ['a gzip with a wrong checksum', wrongChecksum('{"a":1}\n')],
  ])('name the file when it is %s', async (_, bytes) => {
    await expect(all('events/x.ndjson.gz', bytes)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: 'file events/x.ndjson.gz cannot be read; repair or remove it and run again',
    });
  });

  it('are refused above 16 MiB instead of filling the memory', async () => {
    await expect(all('f.ndjson', Buffer.alloc(40 * 2 ** 20, 97), 2 ** 20)).rejects.toMatchObject({
      cause: new RangeError('a line is longer than 16777216 bytes'),
    });
  });
});
