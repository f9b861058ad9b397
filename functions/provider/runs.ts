import { z } from 'zod';
import { JOB_PARAMETERS, type runsQuery } from '../../contract/api/runs.ts';
import { JOBS, type JobName } from '../../contract/batch.ts';
import { toRun } from '../../domain/runs/summary.ts';
import { type ApiContext, type ApiReply, type ApiRequest, iso, ok } from '../runtime/api.ts';
import { launch } from '../runtime/launch.ts';
import { invalid, Problem, preview, unavailable } from '../runtime/problems.ts';

type Of<Params, Body = unknown> = ApiRequest<{ params: Params; query: unknown; body: Body }>;

const DESCRIPTIONS: Readonly<Record<JobName, string>> = {
  together: 'counts which items are viewed, bought and ordered together, and publishes the models',
  'together-fresh':
    'counts what was viewed together in the last hours, for items that the together models know little of',
  'publish-model': 'validates and publishes a version that lies in the artefact bucket',
  'rebuild-actors': 'unites the timelines of users and cookies with the whole archive',
  clusters:
    'learns groups of people by what they are interested in, and what is cheap and dear in each category',
  repurchase: 'learns which categories people buy again, how soon, and where a purchase lets its like rest',
  reindex: 'fills a new search index from the catalogue and moves the alias to it',
  'export-recommendations': 'makes a page for each of many users and leaves them as files, for mail and push',
  replay: 'makes pages of the last day again under proposed documents, and says how they differ',
  popularity: 'counts the newest events by item and facet, and publishes what is popular and trending',
};

/** GET /runs/jobs */
export async function listJobs(): Promise<ApiReply> {
  const jobs = JOBS.map((job) => ({
    job,
    description: DESCRIPTIONS[job],
    parameters: z.toJSONSchema(JOB_PARAMETERS[job], { io: 'input' }),
  }));
  return ok({ jobs });
}

/** POST /runs/{job}: 202 with the runId; that of the run under way when there is one. */
export async function startRun(
  request: Of<{ job: string }, Record<string, unknown>>,
  context: ApiContext,
): Promise<ApiReply> {
  const job = jobNamed(request.params.job);
  const read = JOB_PARAMETERS[job].safeParse(request.body);
  if (!read.success) throw invalid('invalid-body', read.error, request.body);
  const { runId } = await launch(job, request.body, request.now, context);
  return { status: 202, body: { runId }, headers: { location: `/v1/runs/${runId}` } };
}

/** GET /runs/{runId} */
export async function getRun({ params }: Of<{ runId: string }>, context: ApiContext): Promise<ApiReply> {
  const { run, steps } = await knownRun(params.runId, context);
  return ok(toRun(run, steps));
}

/** POST /runs/{runId}/stop: what the workflow was doing ends; the run's record follows by its end event. */
export async function stopRun(
  { params, now }: Of<{ runId: string }>,
  context: ApiContext,
): Promise<ApiReply> {
  const { run } = await knownRun(params.runId, context);
  if (run.endedAt !== undefined)
    throw new Problem(409, 'run-ended', `runId: the run ended as ${run.state}, got ${preview(run.runId)}`);
  const reason = 'stopped through the API';
  if (run.executionArn === undefined)
    await context.stores.runs.end(run.runId, { state: 'stopped', endedAt: iso(now), error: reason });
  else
    await context.stores.workflows.stop(run.executionArn, reason).catch((cause) => {
      throw unavailable('workflow', cause);
    });
  return { status: 202, body: { runId: run.runId } };
}

async function knownRun(runId: string, { stores }: ApiContext) {
  const known = await stores.runs.read(runId);
  if (!known) throw new Problem(404, 'unknown-run', `runId: no such run, got ${preview(runId)}`);
  return known;
}

/** GET /runs?job=&limit= */
export async function listRuns(
  { query }: ApiRequest<{ params: unknown; query: z.infer<typeof runsQuery>; body: unknown }>,
  { stores }: ApiContext,
): Promise<ApiReply> {
  const jobs = query.job === undefined ? JOBS : [jobNamed(query.job)];
  const lists = await Promise.all(jobs.map((job) => stores.runs.list(job, query.limit)));
  const newest = lists.flat().sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return ok({ runs: newest.slice(0, query.limit).map((run) => toRun(run, [])) });
}

function jobNamed(name: string): JobName {
  const job = JOBS.find((known) => known === name);
  if (job) return job;
  throw new Problem(404, 'unknown-job', `job: must be one of ${JOBS.join(', ')}, got ${preview(name)}`);
}
