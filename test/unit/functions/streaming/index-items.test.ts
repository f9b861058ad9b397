import { describe, expect, it } from 'vitest';
import { itemIndexer } from '../../../../functions/streaming/index-items.ts';
import { memoryIndex } from '../../../support/memory/item-index.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';
import { batchOf, SHARD } from './batches.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const ITEM = {
  title: 'Lamp',
  categories: ['home', 'lamps'],
  price: 10,
  listedAt: '2026-11-01T00:00:00.000Z',
  status: 'on_sale',
} as const;

const record = (itemId: string): string =>
  JSON.stringify({ kind: 'item', receivedAt: '2026-11-23T09:00:00.000Z', item: { itemId } });
const itemBatch = (bodies: readonly string[], from = 1) => batchOf(bodies, { from, partitionKey: 'i#x' });
const failed = (...sequences: readonly string[]) => ({
  batchItemFailures: sequences.map((itemIdentifier) => ({ itemIdentifier })),
});

async function market(...itemIds: readonly string[]) {
  const index = memoryIndex();
  const ports = { ...memoryPorts(), index };
  for (const itemId of itemIds) await ports.items.put({ ...ITEM, itemId }, NOW);
  return { ...ports, ports, index, run: itemIndexer(ports) };
}

describe('index-items', () => {
  it('brings items to the index as the table has them, not as the stream told it', async () => {
    const { run, index, items } = await market('a', 'b');
    await items.patch('a', { price: 99 }, NOW + 1);
    expect(await run(itemBatch([record('a'), record('b'), record('a')]))).toEqual(failed());
    expect(index.served().get('a')).toMatchObject({ itemId: 'a', price: 99 });
    expect(index.served().size).toBe(2);
  });

  it('writes a deleted item as its status', async () => {
    const { run, index, items } = await market('a');
    await items.remove('a', NOW + 1);
    await run(itemBatch([record('a')]));
    expect(index.served().get('a')).toMatchObject({ status: 'deleted' });
  });

  it('passes over an item that the table does not know, and what is no item', async () => {
    const { run, index, archive } = await market();
    expect(await run(itemBatch([record('never')]))).toEqual(failed());
    expect(await run(batchOf(['{"kind":"events"}']))).toEqual(failed());
    expect(index.served().size).toBe(0);
    expect(archive.keys()).toEqual([]);
  });

  it('asks for the records of items again that the index did not take, and takes the others', async () => {
    const { run, index } = await market('a', 'b');
    index.refuse = ({ id }) => (id === 'b' ? 'throttled: 429' : undefined);
    const batch = itemBatch([record('a'), record('b'), record('a')]);
    expect(await run(batch)).toEqual(failed('2'));
    expect([...index.served().keys()]).toEqual(['a']);
    index.refuse = undefined;
    expect(await run(batch)).toEqual(failed());
    expect(index.served().size).toBe(2);
  });

  it.each(['ensure', 'write'] as const)('asks for the whole batch again when %s fails', async (method) => {
    const { run, index } = await market('a', 'b');
    failNext(index, method, new Error('the engine is down'));
    const batch = itemBatch([record('a'), record('b')], 5);
    expect(await run(batch)).toEqual(failed('5', '6'));
    expect(await run(batch)).toEqual(failed());
    expect(index.served().size).toBe(2);
  });

  it('makes the index anew that is gone after a failure', async () => {
    const { run, index } = await market('a');
    await run(itemBatch([record('a')]));
    index.lose();
    index.refuse = () => 'missing-index: 404';
    expect(await run(itemBatch([record('a')]))).toEqual(failed('1'));
    index.refuse = undefined;
    await run(itemBatch([record('a')]));
    expect([...index.served().keys()]).toEqual(['a']);
  });

  it('looks once whether the index is there', async () => {
    const { run, index } = await market('a');
    let looked = 0;
    const ensure = index.ensure.bind(index);
    index.ensure = () => {
      looked++;
      return ensure();
    };
    for (const _ of [1, 2, 3]) await run(itemBatch([record('a')]));
    expect(looked).toBe(1);
  });

  it('puts a document aside that the index refuses for good, and goes on', async () => {
    const { run, index, archive } = await market('a', 'b');
    index.refuse = ({ id }) => (id === 'a' ? 'invalid: 400 mapper_parsing_exception' : undefined);
    expect(await run(itemBatch([record('a'), record('b')], 7))).toEqual(failed());
    expect([...index.served().keys()]).toEqual(['b']);
    const [key] = archive.keys();
    expect(key).toBe(`rejected/2026-11-23/index-items/${SHARD}/7.json`);
    expect(archive.text(key!)).toContain('the index refuses it: invalid: 400 mapper_parsing_exception');
  });

  it.each([
    ['{', 'not JSON'],
    ['{"kind":"events"}', 'kind'],
    ['{"kind":"item","item":{}}', 'item.itemId'],
    ['{"kind":"item","item":{"itemId":""}}', 'item.itemId'],
  ])('keeps %s in rejected/, and goes on', async (body, reason) => {
    const { run, index, archive } = await market('a');
    expect(await run(itemBatch([body, record('a')]))).toEqual(failed());
    expect(index.served().size).toBe(1);
    expect(JSON.parse(archive.text(archive.keys()[0]!)).reason).toContain(reason);
  });

  it('asks for poison again that cannot be kept', async () => {
    const { run, archive } = await market('a');
    failNext(archive, 'put');
    expect(await run(itemBatch([record('a'), 'poison']))).toEqual(failed('2'));
  });
});
