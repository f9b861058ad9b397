import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { MemoryPorts } from './memory-ports.ts';

/** Rows by key, or the lines of a file as they are. */
export type ProducedRows = Readonly<Record<string, readonly (readonly unknown[])[]>> | string;

/** A version as an outside producer leaves it; `change` spoils its manifest. */
export async function produceModel(
  { artefacts }: MemoryPorts,
  name: string,
  version: string,
  rows: ProducedRows,
  change: object = {},
): Promise<void> {
  const lines =
    typeof rows === 'string'
      ? rows
      : Object.entries(rows)
          .map(([key, items]) => `${JSON.stringify({ key, items })}\n`)
          .join('');
  const file = gzipSync(lines);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const files = [{ path: 'rows.ndjson.gz', rows: lines.split('\n').length - 1, sha256 }];
  const about = { name, version, kind: 'item-to-items', producer: 'python' };
  const manifest = { ...about, createdAt: '2026-11-23T08:00:00.000Z', files, ...change };
  await artefacts.put(`models/${name}/${version}/rows.ndjson.gz`, file);
  await artefacts.put(`models/${name}/${version}/manifest.json`, JSON.stringify(manifest));
}
