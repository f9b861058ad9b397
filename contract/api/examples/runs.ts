const RUN_ID = 'together-20261123T090000000Z-8f2c1a';
const RUN = {
  runId: RUN_ID,
  job: 'together',
  state: 'succeeded',
  parameters: { windows: { view: 'P30D' } },
  startedAt: '2026-11-23T09:00:00.000Z',
  endedAt: '2026-11-23T09:04:10.000Z',
  counts: { events: 1250000, rows: 48210 },
};
const STEP = {
  step: 'plan-together',
  state: 'succeeded',
  startedAt: '2026-11-23T09:00:01.000Z',
  endedAt: '2026-11-23T09:00:03.000Z',
  counts: { files: 12 },
};

/** Runs of jobs, the models they make, and history that goes past the stream. */
export const RUN_EXAMPLES = {
  parameters: { windows: { view: 'P30D' } },
  started: { runId: RUN_ID },
  run: { ...RUN, steps: [STEP] },
  runs: { runs: [{ ...RUN, steps: [] }] },
  jobs: {
    jobs: [
      {
        job: 'together-fresh',
        description: 'counts what was viewed together in the last hours',
        parameters: { type: 'object', properties: { rebuild: { type: 'boolean' } } },
      },
    ],
  },
  models: {
    models: [
      {
        name: 'together-view',
        active: RUN_ID,
        versions: [
          {
            version: RUN_ID,
            kind: 'item-to-items',
            state: 'ready',
            createdAt: '2026-11-23T09:03:00.000Z',
            publishedAt: '2026-11-23T09:04:00.000Z',
            producer: 'jangteo',
            rows: 48210,
            figures: { coverage: 0.93 },
            runId: RUN_ID,
          },
        ],
      },
    ],
  },
  version: { name: 'together-view', version: RUN_ID },
  activated: { name: 'together-view', version: RUN_ID, previous: 'together-20261122T090000000Z-11aa02' },
  republished: { name: 'together-view', version: RUN_ID, runId: 'publish-model-20261123T100000000Z-77b0c3' },
  parts: { parts: 2 },
  uploads: {
    importId: '20261123T090000Z-8f2c1a',
    expiresAt: '2026-11-23T10:00:00.000Z',
    uploads: [
      { part: 0, url: 'https://example-bucket.s3.amazonaws.com/…/part-0.ndjson.gz?X-Amz-Signature=…' },
      { part: 1, url: 'https://example-bucket.s3.amazonaws.com/…/part-1.ndjson.gz?X-Amz-Signature=…' },
    ],
  },
} as const;
