import { z } from 'zod';
import { RUN_EXAMPLES } from '../examples/runs.ts';
import { id } from '../primitives.ts';
import { ADMIN, type Route } from '../route.ts';
import {
  activationReply,
  jobsReply,
  modelsReply,
  republishReply,
  run,
  runStarted,
  runsQuery,
  runsReply,
  uploadsBody,
  uploadsReply,
} from '../runs.ts';

const common = { function: 'provider/admin', scopes: ADMIN } as const;
const started = {
  description: 'the run that does it (one that runs already is answered)',
  schema: runStarted,
  example: RUN_EXAMPLES.started,
};
const ofRun = { runId: RUN_EXAMPLES.started.runId };

export const ADMIN_ROUTES: readonly Route[] = [
  {
    ...common,
    tag: 'models',
    operationId: 'listModels',
    method: 'GET',
    path: '/v1/models',
    summary: 'Models and their versions with figures',
    replies: { 200: { description: 'the models', schema: modelsReply, example: RUN_EXAMPLES.models } },
  },
  {
    ...common,
    tag: 'models',
    operationId: 'activateModel',
    method: 'POST',
    path: '/v1/models/{name}/versions/{version}/activate',
    summary: 'Serve this version: activate or roll back',
    params: z.strictObject({ name: id, version: id }),
    parameters: RUN_EXAMPLES.version,
    replies: {
      200: { description: 'served from now on', schema: activationReply, example: RUN_EXAMPLES.activated },
      202: {
        description: 'too old for a flip: this run publishes it again',
        schema: republishReply,
        example: RUN_EXAMPLES.republished,
      },
    },
  },
  {
    ...common,
    tag: 'runs',
    operationId: 'listJobs',
    method: 'GET',
    path: '/v1/runs/jobs',
    summary: 'Jobs with the JSON Schema of their parameters',
    replies: { 200: { description: 'the jobs', schema: jobsReply, example: RUN_EXAMPLES.jobs } },
  },
  {
    ...common,
    tag: 'runs',
    operationId: 'startRun',
    method: 'POST',
    path: '/v1/runs/{job}',
    summary: 'Start a run of a job; the body holds its parameters',
    params: z.strictObject({ job: id }),
    parameters: { job: 'together' },
    body: z.record(z.string(), z.unknown()),
    bodyOptional: true,
    example: RUN_EXAMPLES.parameters,
    replies: { 202: started },
  },
  {
    ...common,
    tag: 'runs',
    operationId: 'getRun',
    method: 'GET',
    path: '/v1/runs/{runId}',
    summary: 'A run: state, steps, counts, times, error in words',
    params: z.strictObject({ runId: id }),
    parameters: ofRun,
    replies: { 200: { description: 'the run', schema: run, example: RUN_EXAMPLES.run } },
  },
  {
    ...common,
    tag: 'runs',
    operationId: 'stopRun',
    method: 'POST',
    path: '/v1/runs/{runId}/stop',
    summary: 'Stop a run',
    params: z.strictObject({ runId: id }),
    parameters: ofRun,
    replies: { 202: { ...started, description: 'stopping' } },
  },
  {
    ...common,
    tag: 'runs',
    operationId: 'listRuns',
    method: 'GET',
    path: '/v1/runs',
    summary: 'Runs, newest first',
    query: runsQuery,
    parameters: { job: 'together', limit: 20 },
    replies: {
      200: { description: 'the runs (without steps)', schema: runsReply, example: RUN_EXAMPLES.runs },
    },
  },
  {
    ...common,
    tag: 'archive',
    operationId: 'makeUploads',
    method: 'POST',
    path: '/v1/archive/uploads',
    summary: 'Presigned URLs that each take one PUT of compressed archive lines',
    description: 'For history too large for the stream; run rebuild-actors afterwards.',
    body: uploadsBody,
    example: RUN_EXAMPLES.parts,
    replies: { 200: { description: 'one URL a part', schema: uploadsReply, example: RUN_EXAMPLES.uploads } },
  },
];
