import type { IngestStream, StreamEntry } from '../../../domain/ports.ts';

export interface MemoryStream extends IngestStream {
  /** What was taken, in order. */
  readonly entries: StreamEntry[];
  /** The bodies of what was taken, parsed. */
  records(): unknown[];
  /** Refuses entries with a reason while it is set; undefined takes one. */
  refuse: ((entry: StreamEntry) => string | undefined) | undefined;
}

export function memoryStream(): MemoryStream {
  const entries: StreamEntry[] = [];
  const stream: MemoryStream = {
    entries,
    refuse: undefined,
    records: () => entries.map(({ data }) => JSON.parse(data)),
    async put(given) {
      return given.map((entry) => {
        const reason = stream.refuse?.(entry);
        if (reason === undefined) entries.push(entry);
        return reason;
      });
    },
  };
  return stream;
}
