import { describe, expect, it } from 'vitest';
import { finishReindex } from '../../../../functions/batch/finish-reindex.ts';
import { planReindex } from '../../../../functions/batch/plan-reindex.ts';
import { reindexItems, SEGMENTS } from '../../../../functions/batch/reindex-items.ts';
import { runStep } from '../../../../functions/batch/step.ts';
import { memoryIndex } from '../../../support/memory/item-index.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const RUN = { runId: 'reindex-20261123T090000Z-abc', job: 'reindex', parameters: {} };
const ITEM = {
  title: 'Lamp',
  categories: ['home'],
  price: 10,
  listedAt: '2026-11-01T00:00:00.000Z',
  status: 'on_sale',
} as const;
const WAIT_MS = 1;

async function shop(items = 20) {
  const index = memoryIndex();
  const health = { ok: true, words: 'well' };
  const ports = { ...memoryPorts(), index, cluster: { health: async () => health } };
  for (let n = 0; n < items; n++) await ports.items.put({ ...ITEM, itemId: `i${n}` }, NOW);
  return { ports, index, health };
}
type Ports = Awaited<ReturnType<typeof shop>>['ports'];

const step = <Result>(name: string, input: typeof RUN, ports: Ports, work: () => Promise<never>) =>
  runStep<Result>(name, input, ports.runs, () => NOW, work);

async function plan(ports: Ports, run = RUN) {
  const startedAt = new Date(NOW).toISOString();
  await ports.runs.start({ ...run, state: 'starting', startedAt }, NOW - 1, NOW);
  return (await planReindex(run, ports)).result;
}

/** What finish-reindex has access to: another port of the environment would throw when it is touched. */
function granted({ artefacts, index, runs }: Ports) {
  const actors = () => {
    throw new Error('finish-reindex has no access to actors');
  };
  return Object.defineProperty({ artefacts, index, runs }, 'actors', { get: actors, enumerable: true });
}

/** The steps as the state machine runs them. */
async function reindex(ports: Ports, run = RUN) {
  const planned = await plan(ports, run);
  for (const part of planned.parts) await fill(ports, part, run);
  await finishReindex(planned, granted(ports));
  return planned;
}
const fill = (ports: Ports, part: number, run = RUN) =>
  step(
    'reindex-items',
    { ...run, part } as never,
    ports,
    () => reindexItems({ ...run, part }, ports, WAIT_MS) as Promise<never>,
  );

describe('reindex', () => {
  it('fills a new index with every item, tombstones too, and moves the alias to it', async () => {
    const { ports, index } = await shop();
    await ports.items.remove('i3', NOW + 1);
    await index.ensure();
    const planned = await reindex(ports);
    expect(planned).toMatchObject({ ...RUN, parts: [...Array(SEGMENTS).keys()] });
    expect(await index.describe()).toEqual({
      current: planned.index,
      next: undefined,
      documents: { [planned.index]: 20 },
    });
    expect(index.served().get('i3')).toMatchObject({ status: 'deleted' });
  });

  it('names the index by the run, in letters that an index may have', async () => {
    const { ports } = await shop(0);
    const { result } = await planReindex({ ...RUN, runId: 'Reindex_1:é' }, ports);
    expect(result.index).toBe('index-reindex-1--');
  });

  it('may run twice, and any step again', async () => {
    const { ports, index } = await shop();
    const planned = await reindex(ports);
    await finishReindex(planned, ports);
    const again = await reindex(ports, { ...RUN, runId: 'reindex-2' });
    await fill(ports, 0);
    expect(await index.describe()).toMatchObject({ current: again.index, documents: { [again.index]: 20 } });
  });

  it('begins afresh after a run that died half way', async () => {
    const { ports, index } = await shop();
    await planReindex(RUN, ports);
    await fill(ports, 0);
    const planned = await reindex(ports, { ...RUN, runId: 'reindex-2' });
    expect(await index.describe()).toEqual({
      current: planned.index,
      next: undefined,
      documents: { [planned.index]: 20 },
    });
  });

  it('does not move the alias while items are missing', async () => {
    const { ports, index } = await shop();
    const result = await plan(ports);
    for (const part of result.parts) await fill(ports, part);
    index.indices.get(result.index)?.delete('i7');
    await expect(finishReindex(result, ports)).rejects.toThrow(
      `the alias does not move to ${result.index}: it holds 19 items of 20 scanned; the index before it still serves`,
    );
    expect((await index.describe()).current).not.toBe(result.index);
  });

  it('does not move the alias for a run that nobody recorded', async () => {
    const { ports } = await shop();
    const { result } = await planReindex(RUN, ports);
    await expect(finishReindex(result, ports)).rejects.toThrow(
      `the run ${RUN.runId} has no record of what was scanned`,
    );
  });

  it('says which documents the index refused, and why', async () => {
    const { ports, index } = await shop(2 * SEGMENTS);
    await planReindex(RUN, ports);
    index.refuse = ({ id }) => (id === 'i0' ? 'invalid: 400 bad date' : undefined);
    await expect(reindexItems({ ...RUN, part: 0 }, ports, WAIT_MS)).rejects.toThrow(
      'the index refused 1 items: i0: invalid: 400 bad date',
    );
  });

  it('tries again what the index did not take for the moment', async () => {
    const { ports, index } = await shop();
    await planReindex(RUN, ports);
    failNext(index, 'write', new Error('throttled'), 2);
    let refusals = 0;
    index.refuse = () => (refusals++ < 3 ? 'throttled: 429' : undefined);
    for (let part = 0; part < SEGMENTS; part++) await reindexItems({ ...RUN, part }, ports, WAIT_MS);
    expect(index.served().size).toBe(20);
  });

  it('gives up on an engine that is gone', async () => {
    const { ports, index } = await shop();
    await planReindex(RUN, ports);
    failNext(index, 'write', new Error('unreachable'), 5);
    await expect(reindexItems({ ...RUN, part: 0 }, ports, WAIT_MS)).rejects.toThrow('unreachable');
  });

  it('does not begin on a cluster that is not well', async () => {
    const { ports, index, health } = await shop();
    Object.assign(health, { ok: false, words: 'search domain d: health Red' });
    await expect(planReindex(RUN, ports)).rejects.toMatchObject({
      code: 'cluster-unwell',
      message: 'a reindex does not begin while the cluster is not well: search domain d: health Red',
    });
    expect(index.indices.size).toBe(0);
  });

  it('says in words that a stage has no search', async () => {
    await expect(planReindex(RUN, memoryPorts())).rejects.toMatchObject({
      code: 'no-search',
      message: expect.stringContaining('this stage has no search (search: none)'),
    });
  });
});
