import { describe, expect, it } from 'vitest';
import { userKey } from '../../../../domain/identity/owner.ts';
import { recordActors } from '../../../../functions/streaming/record-actors.ts';
import { item } from '../../../contract/samples.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';
import { batchOf, eventsRecord, SHARD, view } from './batches.ts';

const RECEIVED = '2026-11-23T09:14:59.000Z';
const itemRecord = (more: object = {}): string =>
  JSON.stringify({
    kind: 'item',
    receivedAt: RECEIVED,
    item: { ...item('i1', { sellerId: 's', listedAt: '2026-11-01T00:00:00.000Z' }), ...more },
  });
const ofItems = { partitionKey: 'i#i1' };
const listedBy = async (ports: ReturnType<typeof memoryPorts>, seller: string) =>
  (await ports.actors.read([userKey(seller)])).get(userKey(seller))?.lastListedAt;

describe('record-actors, of items put up for sale', () => {
  it('notes when a seller listed last, in whatever order the writes come', async () => {
    const ports = memoryPorts();
    const later = itemRecord({ listedAt: '2026-11-20T00:00:00.000Z' });
    expect(await recordActors(batchOf([later, itemRecord()], ofItems), ports)).toEqual({
      batchItemFailures: [],
    });
    await recordActors(batchOf([itemRecord()], ofItems), ports);
    expect(await listedBy(ports, 's')).toBe('2026-11-20T00:00:00.000Z');
  });

  it('takes a removal for no listing', async () => {
    const ports = memoryPorts();
    await recordActors(batchOf([itemRecord({ status: 'deleted' })], ofItems), ports);
    expect(ports.actors.states.size).toBe(0);
  });

  it('takes events of the same batch too, and asks again for what could not be written', async () => {
    const ports = memoryPorts();
    const { Records: items } = batchOf([itemRecord()], ofItems);
    const { Records: events } = batchOf([eventsRecord(view('a'))], { from: 2 });
    const batch = { Records: [...items, ...events] };
    failNext(ports.actors, 'record', undefined, 2);
    const { batchItemFailures } = await recordActors(batch, ports);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['1', '2']);
    expect(await recordActors(batch, ports)).toEqual({ batchItemFailures: [] });
    expect(await listedBy(ports, 's')).toBe('2026-11-01T00:00:00.000Z');
  });

  it.each([
    ['{"kind":"item",', 'not JSON'],
    [eventsRecord(view('a')), 'not a record of an item: kind'],
    [itemRecord({ listedAt: 'today' }), 'item.listedAt'],
  ])('keeps %s in rejected/, and goes on', async (body, reason) => {
    const ports = memoryPorts();
    const batch = batchOf([body, itemRecord()], ofItems);
    expect(await recordActors(batch, ports)).toEqual({ batchItemFailures: [] });
    const key = `rejected/2026-11-23/record-actors/${SHARD}/1.json`;
    expect(JSON.parse(ports.archive.text(key)).reason).toContain(reason);
    expect(await listedBy(ports, 's')).toBe('2026-11-01T00:00:00.000Z');
  });
});
