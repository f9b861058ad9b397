import { describe, expect, it } from 'vitest';
import { openApi } from '../../../../contract/api/openapi.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, type TestApi, testApi } from './support/api.ts';

describe('runs', () => {
  it('start with their parameters and are found under their id', async () => {
    const api = testApi();
    const parameters = { kinds: ['view'], minCount: 1 };
    const started = await api.admin('POST', '/v1/runs/together', parameters);
    expect(started.status).toBe(202);
    const { runId } = started.body;
    expect(api.ports.workflows.started).toMatchObject([
      { job: 'together', runId, input: { runId, job: 'together', parameters } },
    ]);
    expect((await api.admin('GET', `/v1/runs/${runId}`)).body).toMatchObject({
      runId,
      state: 'starting',
      parameters,
      steps: [],
    });
  });

  it('start without a body too', async () => {
    const answer = await testApi().ask('POST', '/v1/runs/together', { key: 'admin-key' });
    expect(answer.status).toBe(202);
  });

  it('answer the run under way instead of starting a second', async () => {
    const api = testApi();
    const first = await api.admin('POST', '/v1/runs/together', {});
    const second = await api.admin('POST', '/v1/runs/together', { minCount: 5 });
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect(api.ports.workflows.started).toHaveLength(1);
    expect((await api.admin('POST', '/v1/runs/rebuild-actors', {})).body.runId).not.toBe(first.body.runId);
  });

  it('that cannot start are recorded as failed and hold no lease', async () => {
    const api = testApi();
    failNext(api.ports.workflows, 'start', new Error('no such state machine arn:aws:x'));
    expect(await api.admin('POST', '/v1/runs/together', {})).toMatchObject({
      status: 503,
      body: { code: 'workflow-unavailable' },
    });
    const [failed] = (await api.admin('GET', '/v1/runs?job=together')).body.runs;
    expect(failed).toMatchObject({ state: 'failed', error: 'its workflow could not be started' });
    expect((await api.admin('POST', '/v1/runs/together', {})).body.runId).not.toBe(failed.runId);
  });

  it('show the steps and their counts', async () => {
    const api = testApi();
    const { runId } = (await api.admin('POST', '/v1/runs/together', {})).body;
    const step = { runId, step: 'prepare-events', startedAt: at(1), endedAt: at(2) };
    await api.ports.runs.putStep({ ...step, part: 0, state: 'succeeded', counts: { lines: 2 } });
    await api.ports.runs.putStep({
      ...step,
      part: 1,
      state: 'failed',
      counts: { lines: 3 },
      error: 'the file is cut short',
    });
    const { body } = await api.admin('GET', `/v1/runs/${runId}`);
    expect(body).toMatchObject({
      counts: { lines: 5 },
      steps: [{ part: 0 }, { part: 1, error: 'the file is cut short' }],
    });
  });

  it('stop by their workflow, once', async () => {
    const api = testApi();
    const { runId } = (await api.admin('POST', '/v1/runs/together', {})).body;
    expect((await api.admin('POST', `/v1/runs/${runId}/stop`)).status).toBe(202);
    expect(api.ports.workflows.stopped).toHaveLength(1);
    await api.ports.runs.end(runId, { state: 'stopped', endedAt: at(5), error: 'x' });
    expect(await api.admin('POST', `/v1/runs/${runId}/stop`)).toMatchObject({
      status: 409,
      body: { code: 'run-ended' },
    });
  });

  it('are listed newest first, of all jobs or of one', async () => {
    const api = testApi();
    await api.admin('POST', '/v1/runs/together', {});
    api.time.now += 1000;
    await api.admin('POST', '/v1/runs/rebuild-actors', {});
    const jobs = async (query: string) =>
      (await api.admin('GET', `/v1/runs${query}`)).body.runs.map(({ job }: { job: string }) => job);
    expect(await jobs('')).toEqual(['rebuild-actors', 'together']);
    expect(await jobs('?job=together')).toEqual(['together']);
    expect(await jobs('?limit=1')).toEqual(['rebuild-actors']);
  });

  it('of jobs, or with ids, that do not exist are 404', async () => {
    const api = testApi();
    const code = async (method: string, path: string) => (await api.admin(method, path)).body.code;
    expect(await code('POST', '/v1/runs/make-coffee')).toBe('unknown-job');
    expect(await code('GET', '/v1/runs?job=make-coffee')).toBe('unknown-job');
    expect(await code('GET', '/v1/runs/none')).toBe('unknown-run');
    expect(await code('POST', '/v1/runs/none/stop')).toBe('unknown-run');
  });

  it('are described with the JSON Schema of their parameters', async () => {
    const { body } = await testApi().admin('GET', '/v1/runs/jobs');
    expect(body.jobs.map(({ job }: { job: string }) => job)).toEqual([
      'together',
      'together-fresh',
      'publish-model',
      'rebuild-actors',
      'popularity',
      'clusters',
      'repurchase',
      'reindex',
      'export-recommendations',
      'replay',
    ]);
    expect(body.jobs[0].parameters.properties.minCount).toMatchObject({ type: 'integer', minimum: 1 });
  });
});

describe('models', () => {
  async function publish(api: TestApi, version: string, state: 'ready' | 'refused' = 'ready') {
    const { models } = api.ports;
    await models.putVersion({
      model: 'm',
      version,
      kind: 'item-to-items',
      state,
      createdAt: at(0),
      producer: 'test',
      rows: 1,
      figures: { rows: 1 },
      ...(state === 'refused' && { refusal: 'too few rows' }),
    });
    if (state === 'refused') return;
    const { ordinal, ...pointer } = await models.begin('m', version);
    await models.activate(pointer, version, ordinal);
  }
  const activate = (api: TestApi, version: string) =>
    api.admin('POST', `/v1/models/m/versions/${version}/activate`);

  it('are listed with their versions and figures', async () => {
    const api = testApi();
    await publish(api, 'v1');
    await publish(api, 'v2');
    const { body } = await api.admin('GET', '/v1/models');
    expect(body.models).toMatchObject([{ name: 'm', active: 'v2', previous: 'v1' }]);
    expect(body.models[0].versions).toHaveLength(2);
    expect(body.models[0].versions[0]).toMatchObject({ figures: { rows: 1 }, state: 'ready' });
  });

  it('roll back and forth by one version with a flip', async () => {
    const api = testApi();
    await publish(api, 'v1');
    await publish(api, 'v2');
    expect(await activate(api, 'v1')).toMatchObject({ status: 200, body: { version: 'v1', previous: 'v2' } });
    expect((await api.ports.models.pointer('m'))?.activeVersion).toBe('v1');
    expect((await activate(api, 'v2')).status).toBe(200);
    expect((await activate(api, 'v2')).status).toBe(200);
  });

  it('go further back by a run that publishes the version again', async () => {
    const api = testApi();
    for (const version of ['v1', 'v2', 'v3']) await publish(api, version);
    const answer = await activate(api, 'v1');
    expect(answer.status).toBe(202);
    expect(api.ports.workflows.started[0]!.input).toMatchObject({
      job: 'publish-model',
      parameters: { name: 'm', version: 'v1' },
    });
    expect((await activate(api, 'v1')).body.runId).toBe(answer.body.runId);
  });

  it('tell one of two who flip at once', async () => {
    const api = testApi();
    for (const version of ['v1', 'v2']) await publish(api, version);
    const moved = Object.assign(new Error('moved'), { code: 'pointer-moved' });
    failNext(api.ports.models, 'activate', moved);
    expect(await activate(api, 'v1')).toMatchObject({ status: 409, body: { code: 'pointer-moved' } });
  });

  it('say so when another version is being published', async () => {
    const api = testApi();
    for (const version of ['v1', 'v2', 'v3', 'v4']) await publish(api, version);
    await activate(api, 'v1');
    expect(await activate(api, 'v2')).toMatchObject({ status: 409, body: { code: 'job-busy' } });
  });

  it('refuse versions that the gate refused, and do not know others', async () => {
    const api = testApi();
    await publish(api, 'v1');
    await publish(api, 'bad', 'refused');
    expect(await activate(api, 'bad')).toMatchObject({ status: 409, body: { code: 'version-refused' } });
    expect((await activate(api, 'bad')).body.detail).toContain('too few rows');
    expect(await activate(api, 'v9')).toMatchObject({ status: 404, body: { code: 'unknown-version' } });
  });
});

describe('archive uploads', () => {
  it('give one URL a part, each for an object of the archive', async () => {
    const { body } = await testApi().admin('POST', '/v1/archive/uploads', { parts: 3 });
    expect(body.uploads.map(({ part }: { part: number }) => part)).toEqual([0, 1, 2]);
    const keys = body.uploads.map(({ url }: { url: string }) => new URL(url).pathname);
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toMatch(/^\/events\/2026\/11\/23\/09\/import-[0-9a-f]+\/000000\.ndjson\.gz$/);
  });
});

describe('the system', () => {
  it('is ok without a key when every store answers', async () => {
    expect(await testApi().ask('GET', '/v1/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { items: 'ok' } },
    });
  });

  it('is degraded, and names what fails, when one does not', async () => {
    const api = testApi();
    failNext(api.ports.models, 'pointer', new Error('inner'));
    const answer = await api.ask('GET', '/v1/health');
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { models: 'failed', keys: 'ok' } },
    });
    expect(JSON.stringify(answer)).not.toContain('inner');
  });

  it('describes itself without a key', async () => {
    expect((await testApi().ask('GET', '/v1/openapi.json')).body).toEqual(
      JSON.parse(JSON.stringify(openApi())),
    );
  });
});
