import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { exportParameters } from '../../contract/api/runs.ts';
import type { Nothing, PartInput } from '../../contract/batch.ts';
import {
  type ExportedFile,
  type ExportPlan,
  exportDoneKey,
  exportPartKey,
  exportPartName,
  exportPlanKey,
  exportUsersKey,
} from '../../contract/exports.ts';
import type { ApiContext } from '../runtime/api.ts';
import { getJson, putJson } from '../runtime/files.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { runStep } from '../runtime/step.ts';
import { erasedSince } from './export/erased-since.ts';
import { exportKitchen } from './export/kitchen.ts';
import type { Pause } from './export/patiently.ts';
import { userPage } from './export/user-page.ts';

/** Pages in the making at a time: what one vCPU does while others wait for their reads. */
const PAGES_AT_A_TIME = 8;

const pauseOf: Pause = (ms) => sleep(ms);

/**
 * Third step of export-recommendations: the pages of a part's users, as GET /pages/{page} would make them, into one file of
 * lines. Made again it has the same bytes where the data are the same: all pages are as of the run's one moment.
 * Whoever was erased since the users were listed is left out.
 *
 * @throws Problem 503 when something could not be read whatever the patience: nobody gets a page made without it; 404 for an unknown
 * page or section
 */
export async function exportPages(input: PartInput, api: ApiContext, pause = pauseOf): Promise<Nothing> {
  const { stores, clock } = api;
  return runStep('export-pages', input, stores.runs, clock, async () => {
    const { runId, part } = input;
    const asked = exportParameters.parse(input.parameters);
    const plan = await getJson<ExportPlan>(stores.artefacts, exportPlanKey(runId));
    const users = await getJson<string[]>(stores.artefacts, exportUsersKey(runId, part));
    const kitchen = await exportKitchen(api, Date.parse(plan.asOf), pause);
    const pages = await inParallel(users, PAGES_AT_A_TIME, (userId) =>
      userPage({ runId, asOf: plan.asOf, asked, userId }, kitchen, pause),
    );
    const erased = await erasedSince(plan.erasures, stores.archive);
    const kept = pages.filter(({ userId }) => !erased.has(userId));
    const file = await put(runId, part, kept, api);
    return { result: {}, counts: { rows: file.rows, erased: pages.length - kept.length } };
  });
}

async function put(
  runId: string,
  part: number,
  pages: readonly unknown[],
  { stores: { artefacts } }: ApiContext,
): Promise<ExportedFile> {
  const bytes = gzipSync(pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { path: exportPartName(part), rows: pages.length, sha256 };
  await artefacts.put(exportPartKey(runId, part), bytes, { contentType: 'application/gzip' });
  await putJson(artefacts, exportDoneKey(runId, part), file);
  return file;
}
