/**
 * The clusters job's last step over generated events of 100,000 people and 50,000 items, in this process with stores in
 * memory: a first run, and one from the first one's centres.
 *
 *     node bench/clusters.ts [people]
 *
 * Prints a JSON line a figure.
 */
import { performance } from 'node:perf_hooks';
import { packLines } from '../adapters/ndjson.ts';
import { clusterModelKey, importedEventsKey } from '../contract/storage-keys.ts';
import type { ArchivedLine } from '../contract/stream.ts';
import type { ClusterModel } from '../domain/clusters/cluster.ts';
import { learnClusters } from '../functions/batch/learn-clusters.ts';
import { planClusters } from '../functions/batch/plan-clusters.ts';
import { prepareEvents } from '../functions/batch/prepare-events.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';
import { report } from './report.ts';

const PEOPLE = Number(process.argv[2] ?? 100_000);
const EVENTS_EACH = 10;
const ITEMS = 50_000;
const LEAVES = 200;
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const SPAN_MS = 50 * 86_400_000;
logger.setLogLevel('CRITICAL');

const ports = memoryPorts();
const clock = () => NOW;
let [state, made] = [1, 0];

/** A small generator with a fixed seed: the same events every time. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
const pick = (most: number): number => Math.floor(random() * most);
const iso = (time: number): string => new Date(time).toISOString();

/** Leaf `n` lies under root `n mod 20`; item `n` in leaf `n mod 200`. */
for (let n = 0; n < ITEMS; n++) {
  const leaf = n % LEAVES;
  ports.items.stored.set(`i${n}`, {
    itemId: `i${n}`,
    title: 'Thing',
    categories: [`root${leaf % 20}`, `leaf${leaf}`],
    price: pick(1000),
    listedAt: iso(NOW),
    status: 'on_sale',
    updatedAt: iso(NOW),
  });
}

/** Two of three things that somebody looks at are of four leaves that twelve tastes like. */
function line(person: number): ArchivedLine {
  const leaf = random() < 0.66 ? (person % 12) * 4 + pick(4) : pick(LEAVES);
  const event = {
    eventId: `e${made++}`,
    type: random() < 0.95 ? 'view' : 'purchase',
    userId: `u${person}`,
    itemId: `i${leaf + LEAVES * pick(ITEMS / LEAVES)}`,
    occurredAt: iso(NOW - pick(SPAN_MS)),
  } as const;
  return { scope: 'server', receivedAt: event.occurredAt, event };
}

const PEOPLE_PER_FILE = 5000;
for (let from = 0; from < PEOPLE; from += PEOPLE_PER_FILE) {
  const people = Array.from({ length: Math.min(PEOPLE_PER_FILE, PEOPLE - from) }, (_, at) => from + at);
  const lines = people.flatMap((person) => Array.from({ length: EVENTS_EACH }, () => line(person)));
  await ports.archive.put(importedEventsKey(iso(NOW), 'bench', from), packLines(lines));
}

async function run(runId: string): Promise<number> {
  const input = { runId, job: 'clusters', parameters: {} };
  const planned = await planClusters(input, ports, clock);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
  const from = performance.now();
  await learnClusters(planned, ports, clock);
  return (performance.now() - from) / 1000;
}
const ids = (): string[] =>
  (JSON.parse(ports.artefacts.text(clusterModelKey)) as ClusterModel).clusters.map(({ id }) => id);

const first = await run('first');
report('clusters: people', PEOPLE, 'people');
report('clusters: learning', first, 's');
report('clusters: learned', PEOPLE / first, 'people/s');
const before = new Set(ids());
report('clusters: learning again, from the last centres', await run('second'), 's');
report('clusters: ids kept', ids().filter((id) => before.has(id)).length, `of ${ids().length}`);
report('clusters: peak memory', process.resourceUsage().maxRSS / 1024, 'MB');
