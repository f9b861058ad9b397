import { runPrefix } from './storage-keys.ts';

/** Artefact bucket: what replays found. */
export const replaysPrefix = 'replays/';
/** ReplayReport (domain/replay/tally.ts), with the run's parameters. */
export const replayReportKey = (runId: string): string => `${replaysPrefix}${runId}/report.json`;
/** Requests of a part: PageRequest[] (domain/replay/requests.ts). */
export const replayRequestsKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}replay-pages/${part}.json`;
/** Tally of a part (domain/replay/tally.ts). */
export const replayTallyKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}replay-pages/${part}.tally.json`;
/** How long a report is kept. */
export const REPLAY_DAYS = 90;
