import { describe, expect, it } from 'vitest';
import { clusterModelKey } from '../../../../contract/storage-keys.ts';
import type { ClusterModel } from '../../../../domain/clusters/cluster.ts';
import { clusterModelReader } from '../../../../functions/runtime/cluster-model.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';

const model = (version: string): ClusterModel => ({
  version,
  createdAt: '2026-11-24T00:00:00.000Z',
  idf: {},
  clusters: [],
  priceQuintiles: {},
});

function setUp() {
  const { artefacts } = memoryPorts();
  let now = 0;
  let reads = 0;
  const counted = {
    ...artefacts,
    get: (key: string) => {
      reads++;
      return artefacts.get(key);
    },
  };
  return {
    artefacts: counted,
    read: clusterModelReader(
      () => counted,
      () => now,
    ),
    put: (version: string) => artefacts.put(clusterModelKey, JSON.stringify(model(version))),
    wait: (ms: number) => {
      now += ms;
    },
    reads: () => reads,
  };
}

describe('the cluster model as it is served', () => {
  it('is read once a minute, however many ask at once', async () => {
    const { read, put, wait, reads } = setUp();
    await put('one');
    const asked = await Promise.all([read(), read(), read()]);
    expect(asked.map((one) => one?.version)).toEqual(['one', 'one', 'one']);
    await put('two');
    wait(59_000);
    expect((await read())?.version).toBe('one');
    expect(reads()).toBe(1);
    wait(1_000);
    expect((await read())?.version).toBe('two');
  });

  it('is looked for again soon while there is none', async () => {
    const { read, put, wait } = setUp();
    expect(await read()).toBeUndefined();
    await put('one');
    wait(2_000);
    expect((await read())?.version).toBe('one');
  });

  it('is the last one known, or none, where it cannot be read', async () => {
    const { artefacts, read, put, wait } = setUp();
    failNext(artefacts, 'get');
    expect(await read()).toBeUndefined();
    await put('one');
    wait(2_000);
    expect((await read())?.version).toBe('one');
    wait(60_000);
    failNext(artefacts, 'get');
    expect((await read())?.version).toBe('one');
  });

  it('is none where what lies there is no JSON', async () => {
    const { artefacts, read } = setUp();
    await artefacts.put(clusterModelKey, 'no model');
    expect(await read()).toBeUndefined();
  });
});
