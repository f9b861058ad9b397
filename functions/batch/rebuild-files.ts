import { z } from 'zod';
import { event } from '../../contract/api/events.ts';
import { timestamp } from '../../contract/api/primitives.ts';
import { runPrefix } from '../../contract/storage-keys.ts';
import { SCOPES } from '../../domain/events/event.ts';
import { fnv1a } from '../../domain/hash.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import type { ObjectStore } from '../../domain/ports.ts';

/** Working files of a rebuild-actors run, in the artefact bucket. */
export const workListKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}scatter-actors/${part}.json`;
export const partitionPrefix = (runId: string, partition: number): string =>
  `${runPrefix(runId)}actors/${partition}/`;
export const partitionKey = (runId: string, partition: number, part: number): string =>
  `${partitionPrefix(runId, partition)}${part}.ndjson.gz`;
export const rejectedLinesKey = (runId: string, part: number): string =>
  `${runPrefix(runId)}rejected/scatter-actors-${part}.ndjson.gz`;
export const erasuresKey = (runId: string): string => `${runPrefix(runId)}erasures.json`;

/** What one scatter-actors part reads, and into how many partitions it deals the lines. */
export interface ScatterWork {
  readonly files: readonly string[];
  readonly partitions: number;
}

/** A line of the archive: what the stream wrote, or an import. */
export const archivedLine = z.strictObject({
  sequence: z.string().optional(),
  index: z.number().int().min(0).optional(),
  scope: z.enum(SCOPES),
  receivedAt: timestamp,
  event,
  /** Timelines have no use for stamps. */
  stamp: z.unknown().optional(),
});

/** The erasure marks of the archive: when each actor was erased last. */
export const erasure = z.object({
  actor: z.string().regex(/^[uc]#/) as unknown as z.ZodType<ActorKey>,
  erasedAt: timestamp,
});

export class WorkMissingError extends Error {
  readonly code = 'work-missing';
  constructor(key: string) {
    super(`the planned work ${key} is not there: its run's files are kept for some days only`);
  }
}

/** A JSON object that an earlier step wrote. @throws WorkMissingError */
export async function readJson<T>(objects: Pick<ObjectStore, 'get'>, key: string): Promise<T> {
  const body = await objects.get(key);
  if (!body) throw new WorkMissingError(key);
  return JSON.parse(Buffer.from(body).toString('utf8')) as T;
}

/** Which partition an actor is rebuilt in. */
export const partitionOf = (actor: ActorKey, partitions: number): number => fnv1a(actor) % partitions;
