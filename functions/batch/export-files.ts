import type { z } from 'zod';
import type { exportParameters } from '../../contract/api/runs.ts';
import type { RawFile } from './run-files.ts';

/** What plan-export leaves for list-exported. */
export interface ExportSources {
  readonly asOf: string;
  /** Of the window in which who is active did something. */
  readonly files: readonly RawFile[];
}

type Actors = z.infer<typeof exportParameters>['actors'];
const DAY_MS = 86_400_000;
const DEFAULT_ACTIVE_DAYS = 30;

/** The beginning of the window, ms. */
export const activeSince = (now: number, { activeWithinDays = DEFAULT_ACTIVE_DAYS }: Actors): number =>
  now - activeWithinDays * DAY_MS;
