import { clustersPrefix } from '../../contract/storage-keys.ts';
import type { Timestamp } from '../../domain/events/event.ts';
import type { RawFile } from './run-files.ts';

/** What plan-clusters leaves for learn-clusters. */
export interface ClusterPlan {
  readonly asOf: Timestamp;
  /** Milliseconds. */
  readonly windowMs: number;
  /** Clusters to make at most. */
  readonly clusters: number;
  /** Raw files that may hold events of the window, by key. */
  readonly files: readonly RawFile[];
  /** The model that stood when the run began: a step that runs again must not start from its own result. */
  readonly lastVersion: string | undefined;
}

/** Models that stood once, and the one that stands, by version. */
export const pastModelKey = (version: string): string => `${clustersPrefix}${version}.json`;
