import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../../contract/batch.ts';
import { produceModel } from '../../../support/produce-model.ts';
import { gateAndPublish } from '../../../support/together-run.ts';
import { type TestApi, testApi } from '../provider/support/api.ts';

const VERSIONS = { v1: { a: [['x', 1]] }, v2: { a: [['x', 2]], b: [['x', 2]] }, v3: { b: [['x', 3]] } };

/** Three versions published, the first half as large as the second, and an archive that holds nothing. */
async function published(): Promise<TestApi> {
  const api = testApi();
  for (const [version, rows] of Object.entries(VERSIONS)) {
    await produceModel(api.ports, 'als', version, rows);
    await gateAndPublish(api.ports, {
      ...{ runId: `publish-model-${version}`, job: 'publish-model' },
      parameters: { name: 'als', version, force: true, publishTolerance: 0.02 },
    });
  }
  return api;
}

async function shown({ ports }: TestApi) {
  const pointer = (await ports.models.pointer('als'))!;
  const rows = await ports.models.readRows(['a', 'b'].map((key) => ({ pointer, key })));
  return rows.map((row) => row?.items);
}

describe('going back to an older version', () => {
  it('by one is one call, and done when it is answered', async () => {
    const api = await published();
    const { status } = await api.admin('POST', '/v1/models/als/versions/v2/activate');
    expect(status).toBe(200);
    expect(await shown(api)).toEqual([[['x', 2]], [['x', 2]]]);
    expect(api.ports.workflows.started).toHaveLength(0);
  });

  it('by more is one call too, whose run writes its rows again from its files and counts nothing', async () => {
    const api = await published();
    const { status } = await api.admin('POST', '/v1/models/als/versions/v1/activate');
    expect(status).toBe(202);
    const [started] = api.ports.workflows.started;
    await gateAndPublish(api.ports, started!.input as RunInput);
    expect(await shown(api)).toEqual([[['x', 1]], undefined]);
    const { body } = await api.admin('GET', '/v1/models');
    expect(body.models).toMatchObject([{ name: 'als', active: 'v1', previous: 'v3' }]);
    expect(api.ports.archive.objects.size).toBe(0);
  });
});
