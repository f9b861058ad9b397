import type { z } from 'zod';
import type { uploadsBody } from '../../contract/api/runs.ts';
import { importedEventsKey } from '../../contract/storage-keys.ts';
import { type ApiContext, type ApiReply, type ApiRequest, iso, type Operations, ok } from '../runtime/api.ts';
import { activateModel, listModels } from './models.ts';
import { registry } from './registry.ts';
import { getRun, listJobs, listRuns, startRun, stopRun } from './runs.ts';

/** The function provider/admin. */
export const admin: Operations = {
  listModels,
  activateModel,
  listJobs,
  startRun,
  getRun,
  stopRun,
  listRuns,
  makeUploads,
  ...registry,
};

const UPLOAD_SECONDS = 3600;

/** POST /archive/uploads: a URL a part, each good for one object of the archive for an hour. */
async function makeUploads(
  { body, now }: ApiRequest<{ params: unknown; query: unknown; body: z.infer<typeof uploadsBody> }>,
  { stores, random }: ApiContext,
): Promise<ApiReply> {
  const importId = random(8).toString('hex');
  const parts = Array.from({ length: body.parts }, (_, part) => part);
  const urls = await Promise.all(
    parts.map((part) =>
      stores.archive.presignPut(importedEventsKey(iso(now), importId, part), UPLOAD_SECONDS),
    ),
  );
  const uploads = parts.map((part) => ({ part, url: urls[part] }));
  return ok({ importId, expiresAt: iso(now + UPLOAD_SECONDS * 1000), uploads });
}
