import { describe, expect, it } from 'vitest';
import type { IngestStream } from '../../domain/ports.ts';

/** `taken` answers the bodies that the stream holds, in order. */
export function ingestStreamSuite(
  implementation: string,
  open: () => IngestStream,
  taken: () => Promise<readonly string[]>,
) {
  describe(`an ingest stream: ${implementation}`, () => {
    it('takes nothing when nothing is given', async () => {
      expect(await open().put([])).toEqual([]);
    });

    it('takes more entries than one call holds, in order, in any script', async () => {
      const before = (await taken()).length;
      const entries = [...Array(620).keys()].map((n) => ({
        partitionKey: 'u#유저',
        data: `{"n":${n},"s":"🛒"}`,
      }));
      expect(await open().put(entries)).toEqual(entries.map(() => undefined));
      expect((await taken()).slice(before)).toEqual(entries.map(({ data }) => data));
    });

    it('takes more bytes than one call holds', async () => {
      const before = (await taken()).length;
      const entries = [...Array(9).keys()].map((n) => ({
        partitionKey: 'u#1',
        data: `${n}`.repeat(900_000),
      }));
      expect(await open().put(entries)).toEqual(entries.map(() => undefined));
      expect((await taken()).slice(before)).toEqual(entries.map(({ data }) => data));
    });
  });
}
