import type { Timestamp } from '../domain/events/event.ts';
import { runPrefix } from './storage-keys.ts';

/** Artefact bucket: pages made for mail and push; removed after EXPORT_DAYS by lifecycle. */
export const exportsPrefix = 'exports/';
/** Personal data outside the tables: no longer than a mailing needs them. */
export const EXPORT_DAYS = 7;
export const exportPartName = (part: number): string => `part-${String(part).padStart(5, '0')}.ndjson.gz`;
export const exportPartKey = (runId: string, part: number): string =>
  `${exportsPrefix}${runId}/${exportPartName(part)}`;
export const exportManifestKey = (runId: string): string => `${exportsPrefix}${runId}/manifest.json`;

/** What list-exported leaves for export-pages: user ids of a part, and the erasures known by then. */
export const exportUsersKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}export-pages/${part}.json`;
export const exportPlanKey = (runId: string): string => `${runPrefix(runId)}export.json`;
/** What export-pages leaves for finish-export. */
export const exportDoneKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}export-pages/${part}.done.json`;

export interface ExportPlan {
  /** All pages are made as of then. */
  readonly asOf: Timestamp;
  /** Marks of erasures in the archive that were heeded when the users were listed. */
  readonly erasures: readonly string[];
}

/** One file of an export. */
export interface ExportedFile {
  readonly path: string;
  readonly rows: number;
  readonly sha256: string;
}

/** manifest.json: the export is whole when it is there. */
export interface ExportManifest {
  readonly runId: string;
  readonly page: string;
  readonly asOf: Timestamp;
  readonly rows: number;
  readonly files: readonly ExportedFile[];
}

/** A line of a part: a user's page. */
export interface ExportedPage {
  readonly userId: string;
  readonly page: string;
  readonly asOf: Timestamp;
  readonly sections: readonly {
    readonly section: string;
    readonly title: string;
    readonly recommendationId: string;
    readonly items: readonly Readonly<Record<string, unknown>>[];
  }[];
}
