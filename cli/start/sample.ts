import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '../api/client.ts';
import { listSource } from '../datasets/dataset.ts';
import { CliError } from '../errors.ts';
import { type Imported, importedLines, importSource } from '../import/import.ts';
import { KINDS, type Kind } from '../import/kinds.ts';
import { consoleOutput, grouped } from '../output.ts';
import { followRun, startRun } from '../runs.ts';
import { type SampleMarket, sampleMarket } from '../sample/market.ts';

/** Says in a folder of state that the sample is in it, whole: written when everything is loaded. */
const MARKER = 'sample-market.json';

export const holdsSample = (dataDir: string | undefined): boolean =>
  dataDir !== undefined && existsSync(join(dataDir, MARKER));

export interface LoadedSample {
  readonly words: string;
  /** Somebody whose page shows something of everything. */
  readonly userId: string;
}

/** Loads the sample market: items and users through the API, its history through the archive. */
export async function loadSample(
  client: ApiClient,
  dataDir: string | undefined,
  say: (line: string) => void,
): Promise<LoadedSample> {
  const now = Date.now();
  const market = sampleMarket({ now });
  const options = { client, output: { ...consoleOutput(false), terminal: false }, folder: tmpdir(), now };
  const load = async (kind: Kind['name']) => {
    const source = listSource(`sample.${kind}`, market[kind]);
    const imported = await importSource(source, KINDS[kind], { ...options, archive: kind === 'events' });
    for (const line of importedLines(imported)) say(line);
    whole(imported);
  };
  // Side by side: the catalogue waits for the stream, the actors for their rows.
  const history = load('events').then(async () =>
    followRun(client, await startRun(client, 'rebuild-actors', {}), say),
  );
  await Promise.all([history, load('items').then(() => load('users'))]);
  const userId = showcaseUser(market);
  if (dataDir !== undefined) writeFileSync(join(dataDir, MARKER), JSON.stringify({ loadedAt: now, userId }));
  return { words: countWords(market), userId };
}

export function sampleIn(dataDir: string): LoadedSample {
  const { userId } = JSON.parse(readFileSync(join(dataDir, MARKER), 'utf8')) as { userId: string };
  return { words: `the sample market is in ${dataDir} already`, userId };
}

function whole(imported: Imported): void {
  if (imported.rejected === 0) return;
  const words = `${imported.rejected} ${imported.kind} of the sample market were rejected; see ${imported.rejectedFile}`;
  throw new CliError('sample-rejected', words);
}

const countWords = ({ items, users, events }: SampleMarket): string =>
  `${grouped(items.length)} items, ${grouped(users.length)} users, ${grouped(events.length)} events of 90 days`;

/** The user with most purchases among those who looked at something during the last days. */
function showcaseUser({ events }: SampleMarket): string {
  const recent = new Set(events.slice(-10_000).map((event) => event.userId));
  const counts = new Map<string, number>();
  for (const { type, userId } of events) {
    const weight = type === 'purchase' ? 1 : 0;
    if (userId !== undefined && recent.has(userId)) counts.set(userId, (counts.get(userId) ?? 0) + weight);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
