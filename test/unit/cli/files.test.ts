import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listSource } from '../../../cli/datasets/dataset.ts';
import { fileSource } from '../../../cli/import/file.ts';
import { latestTime, shifted } from '../../../cli/import/shift.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jangteo-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const linesOf = (path: string) => Array.fromAsync(fileSource(path).open());

describe('reading NDJSON', () => {
  const content = '\uFEFF{"a":1}\r\n\n {"b":"한글 🎧"} \n[1]';
  const parsed = [
    { line: 1, value: { a: 1 } },
    { line: 3, value: { b: '한글 🎧' } },
    { line: 4, value: [1] },
  ];
  it('gives each line with its number, blank ones and a byte order mark left out', async () => {
    expect(await linesOf(file('plain.ndjson', content))).toEqual(parsed);
  });
  it('reads gzip by the name', async () => {
    expect(await linesOf(file('zipped.ndjson.gz', gzipSync(content)))).toEqual(parsed);
  });
  it('goes on after a line that is no JSON, or not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":1}\n{oops\n"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"\n2\n'),
    ]);
    expect(await linesOf(file('broken.ndjson', bytes))).toMatchObject([
      { line: 1, value: { a: 1 } },
      { line: 2, code: 'invalid-json', value: '{oops' },
      { line: 3, code: 'invalid-encoding' },
      { line: 4, value: 2 },
    ]);
  });
  it('keeps a member called __proto__ as a member', async () => {
    const [line] = await linesOf(file('proto.ndjson', '{"__proto__":{"x":1}}'));
    expect(JSON.stringify((line as { value: unknown }).value)).toBe('{"__proto__":{"x":1}}');
  });
  it('refuses a line beyond any size instead of gathering it', async () => {
    const long = `{"a":1}\n"${'x'.repeat(9 * 1024 * 1024)}"\n{"b":2}\n`;
    expect(await linesOf(file('long.ndjson', long))).toMatchObject([
      { line: 1 },
      { code: 'too-long' },
      { line: 3, value: { b: 2 } },
    ]);
  });
  it('says what is wrong with a file that ends too early, is missing, or is a folder', async () => {
    const cut = gzipSync(`${'{"a":1}\n'.repeat(5000)}`).subarray(0, 40);
    await expect(linesOf(file('cut.ndjson.gz', cut))).rejects.toThrow(
      /cannot read .*cut\.ndjson\.gz: unexpected end of file/,
    );
    expect(() => fileSource(join(folder, 'none'))).toThrow(/there is no file .*none/);
    expect(() => fileSource(folder)).toThrow(/is not a file/);
  });
});

describe('shifting times', () => {
  const source = listSource('events', [
    { occurredAt: '2020-01-01T00:00:00.000Z', note: 'kept' },
    { occurredAt: '2020-01-03T00:00:00.000Z' },
    { occurredAt: 'soon' },
    null,
  ]);
  it('finds the last time', async () => {
    expect(await latestTime(source)).toBe(Date.parse('2020-01-03T00:00:00.000Z'));
    expect(await latestTime(listSource('none', [{}]))).toBeUndefined();
  });
  it('moves all times alike and leaves what is no time alone', async () => {
    expect(await Array.fromAsync(shifted(source, 86_400_000).open())).toEqual([
      { line: 1, value: { occurredAt: '2020-01-02T00:00:00.000Z', note: 'kept' } },
      { line: 2, value: { occurredAt: '2020-01-04T00:00:00.000Z' } },
      { line: 3, value: { occurredAt: 'soon' } },
      { line: 4, value: null },
    ]);
  });
  it('moves the times of items too, of which an end of availability does not count as the last', async () => {
    const items = listSource('items', [
      { listedAt: '2020-01-01T00:00:00.000Z', availableUntil: '2021-01-01T00:00:00.000Z' },
    ]);
    expect(await latestTime(items)).toBe(Date.parse('2020-01-01T00:00:00.000Z'));
    const [moved] = await Array.fromAsync(shifted(items, 1000).open());
    expect(moved).toMatchObject({
      value: { listedAt: '2020-01-01T00:00:01.000Z', availableUntil: '2021-01-01T00:00:01.000Z' },
    });
  });
});
