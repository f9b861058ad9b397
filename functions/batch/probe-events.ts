import { archivedHourPrefix } from '../../contract/storage-keys.ts';
import { isProbed, type Probe, probesOf } from '../../domain/models/probes.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { decodeColumns } from '../../domain/together/columns.ts';
import { EventTable } from '../../domain/together/event-table.ts';
import type { Channel } from '../../domain/together/parameters.ts';
import { decodePrepared, type PreparedMeta } from '../../domain/together/prepared.ts';
import { gunzip } from './gzip.ts';
import { getBytes, getJson, planKey, preparedKey, type RawFile, type TogetherPlan } from './run-files.ts';

const HOUR_MS = 3_600_000;
/** The last day before asOf, and what a run with an asOf in the past finds of the day after it. */
const PROBED_MS = 24 * HOUR_MS;
/** Clocks run ahead by five minutes at most: what arrived an hour before the window holds none of it. */
const AHEAD_MS = HOUR_MS;
/** Raw bytes of files looked into: some ten seconds. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Events held at once: some 100 MB. */
const MOST_EVENTS = 500_000;

/** Probes of a kind and channel; none where a kind has no such thing. */
export type Probes = (kind: string, channel: Channel) => Promise<readonly Probe[]>;

interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * What people did around a together run's asOf, to try its models on: from the newest prepared files that
 * hold events of the window, as many as the bounds let in. They are read when first asked for.
 */
export function runProbes(runId: string, artefacts: ObjectStore): Probes {
  let loading: ReturnType<typeof loadAround> | undefined;
  return async (kind, channel) => {
    if (!isProbed(kind)) return [];
    loading ??= loadAround(runId, artefacts);
    const { table, window } = await loading;
    return probesOf(table, { kind, channel, ...window });
  };
}

async function loadAround(runId: string, artefacts: ObjectStore) {
  const { parameters, files } = await getJson<TogetherPlan>(artefacts, planKey(runId));
  const asOf = Date.parse(parameters.asOf);
  const window = { from: asOf - PROBED_MS, to: asOf + PROBED_MS };
  return { window, table: await loadWindow(newest(files, window.from), window, artefacts) };
}

/** The files that may hold events after `from`, the newest first, as many as there is room for. */
function newest(files: readonly RawFile[], from: number): RawFile[] {
  const first = archivedHourPrefix(new Date(from - AHEAD_MS).toISOString());
  const recent = files.filter(({ key }) => key >= first).sort((a, b) => (a.key > b.key ? -1 : 1));
  let room = MOST_BYTES;
  return recent.filter(({ size }) => {
    if (size > room) return false;
    room -= size;
    return true;
  });
}

async function loadWindow(
  files: readonly RawFile[],
  window: Window,
  artefacts: ObjectStore,
): Promise<EventTable> {
  const table = new EventTable();
  for (const [source, file] of files.entries()) {
    if (table.rows >= MOST_EVENTS) break;
    const bytes = gunzip(await getBytes(artefacts, preparedKey(file)));
    if (meets(decodeColumns<PreparedMeta>(bytes).meta, window)) table.add(decodePrepared(bytes), source);
  }
  return table;
}

const meets = (file: PreparedMeta, { from, to }: Window): boolean =>
  file.from !== undefined && file.to !== undefined && file.from <= to && file.to > from;
