import type { Run } from '../../contract/api/runs.ts';
import type { ApiClient } from '../api/client.ts';
import { CliError } from '../errors.ts';
import { followRun, startRun } from '../runs.ts';
import { type Change, type Documents, hashOf } from './compare.ts';
import { emptiesPages } from './guard.ts';
import { listed } from './server.ts';

const FIGURES = [
  'pages',
  'slots',
  'slotsChangedShare',
  'pagesEmptied',
  'sectionsEmptied',
  'categoryShift',
  'sellerShift',
  'hitRateNow',
  'hitRateProposed',
] as const;

/**
 * Makes the last day's pages again under changes, and says how they differ.
 *
 * @throws CliError `empties-pages` unless forced; RunFailedError
 */
export async function replayPush(
  client: ApiClient,
  changes: readonly Change[],
  local: Documents,
  { say, force }: { readonly say: (line: string) => void; readonly force: boolean },
): Promise<void> {
  const proposed = listed(changes, local);
  const run = await followRun(client, await startRun(client, 'replay', { changes: proposed }), say);
  if (hashOf(run.parameters.changes) !== hashOf(proposed))
    throw new CliError(
      'job-busy',
      `another replay was under way, ${run.runId}; nothing was pushed, try again`,
    );
  say(figuresOf(run));
  const { pagesEmptied = 0, pages = 0 } = run.counts;
  if (pagesEmptied > 0 && !force) throw emptiesPages(`${pagesEmptied} of ${pages} pages replayed`);
}

const figuresOf = ({ counts, runId }: Run): string =>
  `${runId}: ${FIGURES.map((name) => `${name} ${counts[name] ?? 0}`).join(', ')}`;
