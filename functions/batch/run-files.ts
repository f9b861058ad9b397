import { createHash } from 'node:crypto';
import { preparedPrefix, runPrefix } from '../../contract/storage-keys.ts';
import type { StoredObject } from '../../domain/ports.ts';
import type { Similarity, TogetherParameters } from '../../domain/together/parameters.ts';

/** What the steps of a together run leave for one another under the run's prefix. */
export interface TogetherPlan {
  readonly parameters: TogetherParameters;
  /** Every raw file of the archive, by key. */
  readonly files: readonly RawFile[];
}
export type RawFile = Pick<StoredObject, 'key' | 'etag' | 'size'>;

/** One part of count-together: ranges of items of a matrix, each into one file of the model. */
export interface CountWork {
  readonly matrix: string;
  readonly files: readonly CountFile[];
  readonly rules: {
    readonly similarity: Similarity;
    readonly shrink: number;
    readonly minCount: number;
    readonly topK: number;
  };
  /** The file of each item's groups, where thin rows are filled from them. */
  readonly groups?: string | undefined;
  /** Where only what changed is counted: the file of the difference, and what was kept of the matrix that it begins with. */
  readonly changes?: CountChanges | undefined;
}
export interface CountChanges {
  readonly difference: string;
  readonly kept: readonly KeptFile[];
  /** Written where a file of these cannot be used: the next run does without all of them. */
  readonly unusable: string;
}

/** Rows of items `from` … `to − 1`. */
export interface CountFile {
  readonly from: number;
  readonly to: number;
  readonly output: string;
  /** Where their counts are kept for the next run. */
  readonly keep?: string | undefined;
}

/** Counts of items `from` … `to − 1` in the numbers of the matrix that they were counted in. */
export interface KeptFile {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** A model that a run makes: its files are there once every count part is done. */
export interface PlannedModel {
  readonly name: string;
  readonly kind: 'item-to-items' | 'segment-to-items';
  readonly paths: readonly string[];
  /** Items acted on: with the rows they give the coverage. */
  readonly items: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export const planKey = (runId: string): string => `${runPrefix(runId)}plan.json`;
export const modelsKey = (runId: string): string => `${runPrefix(runId)}models.json`;
export const workKey = (runId: string, step: string, part: number): string =>
  `${runPrefix(runId)}${step}/${part}.json`;
export const matrixKey = (runId: string, kind: string, channel: string): string =>
  `${runPrefix(runId)}matrix/${kind}-${channel}.columns`;
export const differenceKey = (runId: string, kind: string, channel: string): string =>
  `${runPrefix(runId)}matrix/${kind}-${channel}.difference`;
/** KeptPlan[] (functions/batch/kept-files.ts): what the run keeps, once all of it is there. */
export const keptKey = (runId: string): string => `${runPrefix(runId)}kept.json`;
export const groupsKey = (runId: string, kind: string, channel: string): string =>
  `${runPrefix(runId)}matrix/${kind}-${channel}.groups`;
export const rejectedLinesKey = (runId: string, raw: RawFile): string =>
  `${runPrefix(runId)}rejected/${fingerprint(raw)}.ndjson`;

/** Changes with the form of prepared files, so that a new release prepares them again. */
const PREPARED_FORM = 'v1/';
export const preparedFormPrefix = `${preparedPrefix}${PREPARED_FORM}`;
/** Of a raw file's key and ETag: a file that changed is prepared again. */
export const preparedKey = (raw: RawFile): string => `${preparedFormPrefix}${fingerprint(raw)}.columns.gz`;

/** Names a raw file as it is: one that changed has another. */
export const fingerprint = ({ key, etag }: RawFile): string =>
  createHash('sha256').update(`${key}\n${etag}`).digest('hex');

export { getBytes, getJson, putJson } from '../runtime/files.ts';
