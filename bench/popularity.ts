/**
 * The popularity job over a generated million stamped events of two days, in this process with stores in memory: a first run,
 * a minute with a hundredth more, and a minute when start-due finds nothing.
 *
 *     node bench/popularity.ts [events]
 *
 * Prints a JSON line a figure.
 */
import { performance } from 'node:perf_hooks';
import { packLines } from '../adapters/ndjson.ts';
import { archivedEventsKey, watermarkKey } from '../contract/storage-keys.ts';
import type { ArchivedLine } from '../contract/stream.ts';
import { countPopularity } from '../functions/batch/count-popularity.ts';
import { startDue } from '../functions/batch/start-due.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';
import { report } from './report.ts';

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const LINES_PER_FILE = 50_000;
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const SPAN_MS = 36 * 3_600_000;
const SHARD = 'shardId-000000000000';
logger.setLogLevel('CRITICAL');

const ports = memoryPorts();
const clock = () => NOW;
let [state, made, files] = [1, 0, 0];

/** A small generator with a fixed seed: the same events every time. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

/** People and items by a law like Zipf's: few are very busy. */
const pick = (most: number): number => Math.floor(most ** random());

function line(): ArchivedLine {
  const person = pick(100_000);
  const type = random() < 0.9 ? 'view' : random() < 0.7 ? 'like' : 'purchase';
  const event = {
    eventId: `e${made++}`,
    type,
    userId: `u${person}`,
    itemId: `i${pick(50_000)}`,
    occurredAt: new Date(NOW - Math.floor(random() * SPAN_MS)).toISOString(),
  } as const;
  const facets = [
    `ageBand=${1 + (person % 6)}0s`,
    `behaviour=${person % 3 === 0 ? 'buyer' : 'browser'}`,
    `category=c${person % 40}`,
    `payer=${person % 3 === 0 ? 'yes' : 'no'}`,
    `platform=${person % 2 === 0 ? 'ios' : 'android'}`,
    `sex=${person % 2 === 0 ? 'female' : 'male'}`,
  ] as const;
  const stamp = { actor: `u#u${person}` as const, facets };
  return { sequence: String(made), index: 0, scope: 'server', receivedAt: event.occurredAt, event, stamp };
}

async function archive(events: number): Promise<void> {
  const at = new Date(NOW - 60_000).toISOString();
  for (let left = events; left > 0; left -= LINES_PER_FILE) {
    const lines = Array.from({ length: Math.min(left, LINES_PER_FILE) }, line);
    const sequence = String(1_000_000 + files++);
    await ports.archive.put(archivedEventsKey(at, SHARD, sequence), packLines(lines));
    const watermark = { shard: SHARD, sequence, arrivedAt: at };
    await ports.archive.put(watermarkKey(SHARD), JSON.stringify(watermark));
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

const run = (name: string) =>
  seconds(() => countPopularity({ runId: name, job: 'popularity', parameters: {} }, ports, clock));

await archive(EVENTS);
const first = await run('first');
report('popularity: events', EVENTS, 'events');
report('popularity: first run', first, 's');
report('popularity: absorbed', EVENTS / first, 'events/s');
await archive(EVENTS / 100);
report('popularity: a minute with a hundredth more', await run('second'), 's');
report(
  'popularity: a minute with nothing new',
  (await seconds(() => startDue({ job: 'popularity' }, ports, clock))) * 1000,
  'ms',
);
report('popularity: peak memory', process.resourceUsage().maxRSS / 1024, 'MB');
