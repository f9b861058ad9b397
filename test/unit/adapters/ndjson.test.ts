import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineWriter, packLines, readLines } from '../../../adapters/ndjson.ts';

async function* inChunks(body: Uint8Array, size: number) {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}
const read = (body: Uint8Array, size = 1000) => Array.fromAsync(readLines(inChunks(body, size)));

describe('compressed lines', () => {
  it('come back as they were, however the bytes are cut', async () => {
    const values = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 50 }), async (written, size) => {
        const lines = await read(packLines(written), size);
        expect(lines.map((line) => JSON.parse(line))).toEqual(written);
      }),
    );
  });

  it('are read without a last newline, and without empty lines', async () => {
    expect(await read(gzipSync('a\n\nb'))).toEqual(['a', 'b']);
  });

  it('are read from several gzip members, one after the other', async () => {
    expect(await read(Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]))).toEqual(['a', 'b']);
  });

  it.each([
    ['plain text', Buffer.from('a\nb\n')],
    ['a file cut short', packLines(['a', 'b']).subarray(0, 15)],
    ['a damaged file', packLines(['abcabcabc', 'b']).map((byte, at) => (at === 14 ? byte ^ 255 : byte))],
  ])('throw for %s', async (_, body) => {
    await expect(read(body)).rejects.toThrow();
  });

  it('hand on the error of a source that breaks', async () => {
    async function* broken() {
      yield packLines(['a']).subarray(0, 5);
      throw new Error('connection reset');
    }
    await expect(Array.fromAsync(readLines(broken()))).rejects.toThrow('connection reset');
  });

  it('can be left half-way', async () => {
    for await (const line of readLines(inChunks(packLines(Array(10_000).fill('x')), 10))) {
      expect(line).toBe('"x"');
      break;
    }
  });

  it('are the same bytes whether written at once or line by line', async () => {
    const writer = new LineWriter();
    const values = [...Array(40_000).keys()].map((n) => ({ n, text: '유저' }));
    for (const value of values) await writer.write(JSON.stringify(value));
    expect(writer.lines).toBe(40_000);
    const written = await writer.end();
    expect(gunzipSync(written).equals(gunzipSync(packLines(values)))).toBe(true);
    expect([...written.subarray(4, 10)]).toEqual([...packLines(values).subarray(4, 10)]);
  });

  it('of nothing are a file of nothing', async () => {
    expect(await read(await new LineWriter().end())).toEqual([]);
  });
});
