import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { encodePrepared, orderEvents, toColumns } from '../../../../domain/together/prepared.ts';
import { gzip } from '../../../../functions/batch/gzip.ts';
import { runProbes } from '../../../../functions/batch/probe-events.ts';
import { planKey, preparedKey, putJson } from '../../../../functions/batch/run-files.ts';
import { memoryObjects } from '../../../support/memory/objects.ts';

const RUN = 'together-20261123T090000000Z-00000a';
const AS_OF = Date.parse('2026-11-23T09:00:00.000Z');
const HOUR_MS = 3_600_000;
const MEGABYTE = 1024 * 1024;

let next = 0;
/** One view `hours` after asOf. */
function view(hours: number, itemId: string): ArchivedEvent {
  const occurredAt = new Date(AS_OF + hours * HOUR_MS).toISOString();
  const event = { eventId: `e${next++}`, type: 'view' as const, userId: 'u', itemId, occurredAt };
  return { scope: 'server', receivedAt: occurredAt, event };
}

interface ArchivedFile {
  readonly key: string;
  readonly megabytes?: number;
  /** Undefined: whoever reads the prepared file fails. */
  readonly events?: readonly ArchivedEvent[];
}

async function stepsOf(...archived: readonly ArchivedFile[]) {
  const artefacts = memoryObjects();
  const files = archived.map(({ key, megabytes = 1 }) => ({ key, etag: 'x', size: megabytes * MEGABYTE }));
  await putJson(artefacts, planKey(RUN), { parameters: { asOf: new Date(AS_OF).toISOString() }, files });
  for (const [at, { events }] of archived.entries())
    if (events)
      await artefacts.put(preparedKey(files[at]!), gzip(encodePrepared(toColumns(orderEvents(events)), 0)));
  const probes = await runProbes(RUN, artefacts)('view', 'all');
  return probes.map((probe) => `${probe.from}${probe.next}`);
}
const streamed = (hour: string, events?: readonly ArchivedEvent[]) => ({
  key: `events/2026/11/${hour}/shard/1.ndjson.gz`,
  ...(events && { events }),
});

describe('what a run tries its models on', () => {
  it('is of the day before asOf and the day after it, whenever it arrived', async () => {
    const early = [view(-25, 'a'), view(-24, 'b'), view(-23, 'c')];
    const late = [view(1, 'd'), view(24, 'e'), view(25, 'f')];
    expect(await stepsOf(streamed('22/10', early), streamed('30/00', late))).toEqual(['de', 'cd']);
  });

  it('is not looked for in files that arrived before it can have happened', async () => {
    const recent = [view(-2, 'a'), view(-1, 'b')];
    expect(await stepsOf(streamed('22/07'), streamed('22/08', recent))).toEqual(['ab']);
  });

  it('passes over files without an event of the window', async () => {
    const old = [view(-100, 'x'), view(-50, 'y')];
    expect(await stepsOf(streamed('23/08', old), streamed('23/07', []))).toEqual([]);
  });

  it('is what the newest files hold, as many as there is room for', async () => {
    const files = [
      { ...streamed('23/05'), megabytes: 40 },
      { ...streamed('23/06', [view(-3, 'a')]), megabytes: 30 },
      { ...streamed('23/07', [view(-2, 'b')]), megabytes: 30 },
      { ...streamed('23/08'), megabytes: 65 },
    ];
    expect(await stepsOf(...files)).toEqual(['ab']);
  });

  it('is nothing for a kind that has no steps', async () => {
    expect(await runProbes(RUN, memoryObjects())('magic', 'all')).toEqual([]);
  });
});
