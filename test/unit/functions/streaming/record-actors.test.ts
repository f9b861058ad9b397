import { describe, expect, it } from 'vitest';
import { recordActors } from '../../../../functions/streaming/record-actors.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';
import { batchOf, eventsRecord, POISON, SHARD, view } from './batches.ts';

const itemsOf = async (ports: ReturnType<typeof memoryPorts>, actor: 'u#u1' | 'u#u2' | 'c#c1') =>
  (await ports.actors.read([actor])).get(actor)?.recent.map(({ itemId }) => itemId);

describe('record-actors', () => {
  it('unites events with their actors', async () => {
    const ports = memoryPorts();
    const batch = batchOf([
      eventsRecord(view('a'), view('b', { itemId: 'i2', occurredAt: '2026-11-23T08:00:00.000Z' })),
      eventsRecord(view('c', { userId: undefined, cookieId: 'c1', itemId: 'i3' })),
    ]);
    expect(await recordActors(batch, ports)).toEqual({ batchItemFailures: [] });
    expect(await itemsOf(ports, 'u#u1')).toEqual(['i2', 'i1']);
    expect(await itemsOf(ports, 'c#c1')).toEqual(['i3']);
  });

  it('writes an actor once a batch, however many records it is in', async () => {
    const ports = memoryPorts();
    const written: string[] = [];
    const record = ports.actors.record.bind(ports.actors);
    ports.actors.record = (change) => {
      written.push(change.actor);
      return record(change);
    };
    await recordActors(batchOf([1, 2, 3].map((n) => eventsRecord(view(`e${n}`, { cookieId: 'c1' })))), ports);
    expect(written.sort()).toEqual(['c#c1', 'u#u1']);
  });

  it('changes nothing when a batch comes again', async () => {
    const ports = memoryPorts();
    const batch = batchOf([eventsRecord(view('a', { cookieId: 'c1', type: 'purchase' }))]);
    await recordActors(batch, ports);
    const before = new Map(ports.actors.states);
    await recordActors(batch, ports);
    expect(ports.actors.states).toEqual(before);
  });

  it('asks for the records of an actor that could not be written, and writes the others', async () => {
    const ports = memoryPorts();
    failNext(ports.actors, 'record', new Error('the store is down'));
    const batch = batchOf([
      eventsRecord(view('a')),
      eventsRecord(view('b', { userId: 'u2' })),
      eventsRecord(view('c')),
    ]);
    const { batchItemFailures } = await recordActors(batch, ports);
    expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '3' }]);
    expect(await itemsOf(ports, 'u#u2')).toEqual(['i1']);
    expect(await recordActors(batch, ports)).toEqual({ batchItemFailures: [] });
    expect(await itemsOf(ports, 'u#u1')).toEqual(['i1', 'i1']);
  });

  it.each(POISON)('keeps %s in rejected/, and goes on', async (body, reason) => {
    const ports = memoryPorts();
    const answer = await recordActors(batchOf([body, eventsRecord(view('good'))], { from: 7 }), ports);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(ports.archive.keys()).toEqual([`rejected/2026-11-23/record-actors/${SHARD}/7.json`]);
    const rejected = JSON.parse(ports.archive.text(ports.archive.keys()[0]!));
    expect(Buffer.from(rejected.body, 'base64').toString('utf8')).toBe(body);
    expect(rejected).toMatchObject({ consumer: 'record-actors', shard: SHARD, sequence: '7' });
    expect(rejected.reason).toContain(reason);
    expect(await itemsOf(ports, 'u#u1')).toEqual(['i1']);
  });

  it('takes the good events of a record that has a bad one', async () => {
    const ports = memoryPorts();
    await recordActors(
      batchOf([eventsRecord(view('a'), { eventId: 'b' }, view('c', { itemId: 'i2' }))]),
      ports,
    );
    expect(await itemsOf(ports, 'u#u1')).toEqual(['i1', 'i2']);
    expect(ports.archive.text(ports.archive.keys()[0]!)).toContain('event 1: type');
  });

  it('asks for a poisonous record again when it cannot be kept', async () => {
    const ports = memoryPorts();
    failNext(ports.archive, 'put');
    const answer = await recordActors(batchOf([eventsRecord(view('a')), 'poison']), ports);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  it('leaves records of other kinds to others', async () => {
    const ports = memoryPorts();
    await recordActors(batchOf(['{"kind":"item"}'], { partitionKey: 'x#i1' }), ports);
    expect(ports.archive.keys()).toEqual([]);
  });
});
