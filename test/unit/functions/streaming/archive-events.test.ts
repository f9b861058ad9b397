import { describe, expect, it } from 'vitest';
import { archiveEvents } from '../../../../functions/streaming/archive-events.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';
import { batchOf, eventsRecord, linesOf, POISON, SHARD, view } from './batches.ts';

const KEY = `events/2026/11/23/09/${SHARD}/1.ndjson.gz`;
/** Everybody is himself, of no facet. */
const STAMP = { actor: 'u#nobody', facets: [] } as const;
const stamp = async (events: readonly unknown[]) => events.map(() => STAMP);
const WATERMARK = `watermarks/${SHARD}.json`;

describe('archive-events', () => {
  it('writes a batch by arrival, shard and first sequence, each line with its place', async () => {
    const ports = memoryPorts();
    await archiveEvents(batchOf([eventsRecord(view('a'), view('b')), eventsRecord(view('c'))]), ports, stamp);
    const line = { scope: 'server', receivedAt: '2026-11-23T09:14:59.000Z', stamp: STAMP };
    expect(linesOf(ports.archive.objects.get(KEY))).toEqual([
      { ...line, sequence: '1', index: 0, event: view('a') },
      { ...line, sequence: '1', index: 1, event: view('b') },
      { ...line, sequence: '2', index: 0, event: view('c') },
    ]);
  });

  it('says how far the shard is archived, after the events are', async () => {
    const ports = memoryPorts();
    const order: string[] = [];
    const put = ports.archive.put.bind(ports.archive);
    ports.archive.put = (key, body) => {
      order.push(key);
      return put(key, body);
    };
    await archiveEvents(batchOf([eventsRecord(view('a')), eventsRecord(view('b'))]), ports, stamp);
    expect(order).toEqual([KEY, WATERMARK]);
    const watermark = { shard: SHARD, sequence: '2', arrivedAt: '2026-11-23T09:15:01.250Z' };
    expect(JSON.parse(ports.archive.text(WATERMARK))).toEqual(watermark);
  });

  it('writes the same bytes when a batch comes again', async () => {
    const ports = memoryPorts();
    const batch = batchOf([eventsRecord(view('a', { properties: { b: 1, a: '유저' } }))]);
    await archiveEvents(batch, ports, stamp);
    const before = ports.archive.objects.get(KEY)!;
    await archiveEvents(batch, ports, stamp);
    expect(ports.archive.keys()).toEqual([KEY, WATERMARK]);
    expect(Buffer.compare(ports.archive.objects.get(KEY)!, before)).toBe(0);
    expect([...before.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
  });

  it('asks for the whole batch again when S3 fails, and leaves the watermark where it was', async () => {
    const ports = memoryPorts();
    const batch = batchOf([eventsRecord(view('a')), eventsRecord(view('b'))]);
    failNext(ports.archive, 'put', new Error('503 slow down'));
    expect(await archiveEvents(batch, ports, stamp)).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(ports.archive.keys()).toEqual([]);
    expect(await archiveEvents(batch, ports, stamp)).toEqual({ batchItemFailures: [] });
    expect(linesOf(ports.archive.objects.get(KEY))).toHaveLength(2);
  });

  it.each(POISON)('keeps %s in rejected/, and the shard goes on', async (body, reason) => {
    const ports = memoryPorts();
    await archiveEvents(batchOf([body, eventsRecord(view('good'))]), ports, stamp);
    const rejected = `rejected/2026-11-23/archive-events/${SHARD}/1.json`;
    expect(ports.archive.keys()).toEqual([KEY, rejected, WATERMARK]);
    expect(ports.archive.text(rejected)).toContain(reason);
    expect(linesOf(ports.archive.objects.get(KEY))).toMatchObject([{ sequence: '2' }]);
  });

  it('moves the watermark over a batch of nothing but poison', async () => {
    const ports = memoryPorts();
    await archiveEvents(batchOf(['poison']), ports, stamp);
    expect(ports.archive.keys('events/')).toEqual([]);
    expect(JSON.parse(ports.archive.text(WATERMARK))).toMatchObject({ sequence: '1' });
  });

  it('does nothing for a batch without events', async () => {
    const ports = memoryPorts();
    await archiveEvents(batchOf(['{"kind":"item"}'], { partitionKey: 'i#i1' }), ports, stamp);
    expect(ports.archive.keys()).toEqual([]);
  });
});
