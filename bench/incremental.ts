/**
 * A together run step by step, and after one event in a hundred more: counted in full, and from what the first run kept. In this process,
 * stores in memory; all times are processors' seconds.
 *
 *     node --max-old-space-size=12000 bench/incremental.ts [complete-journey FOLDER | EVENTS ITEMS]
 *
 * Default: complete-journey (buy and basket). EVENTS generates so many views within 60 days (bench/matrices.ts): people come in sessions of
 * about ten. The last hundredth of the events, by time, is what is new. Prints a JSON line a figure; fails when a file differs.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { completeJourney } from '../cli/datasets/complete-journey.ts';
import { importedEventsKey } from '../contract/storage-keys.ts';
import type { Event } from '../domain/events/event.ts';
import { type Difference, decodeDifference } from '../domain/together/difference.ts';
import { emptyRow, KeptCounts, type PairRow } from '../domain/together/kept-counts.ts';
import { decodeMatrix, type Matrix } from '../domain/together/matrix.ts';
import { ChangeCounter } from '../domain/together/pair-changes.ts';
import { bothWays, UnitCounter } from '../domain/together/pair-units.ts';
import { NONE } from '../domain/together/sort.ts';
import { assembleTogether } from '../functions/batch/assemble-together.ts';
import { countTogether } from '../functions/batch/count-together.ts';
import { gateModels } from '../functions/batch/gate-models.ts';
import { unseal } from '../functions/batch/kept-files.ts';
import { planTogether } from '../functions/batch/plan-together.ts';
import { prepareEvents } from '../functions/batch/prepare-events.ts';
import { differenceKey, matrixKey } from '../functions/batch/run-files.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';
import { generated } from './matrices.ts';
import { report } from './report.ts';

const DAY_MS = 86_400_000;
const DAYS = 60;
const SESSION = 10;
const LINES_PER_FILE = 50_000;
const RECEIVED_AT = '2026-11-23T09:00:00.000Z';
const NEW = 0.01;
/** Counts what changed, though it may cost more. */
const COSTS = { leastPairs: 0, perAddition: 0, perByte: 0, perEntry: 0 };

const [what = 'complete-journey', second] = process.argv.slice(2);
const isGenerated = Number(what) > 0;
const ports = memoryPorts();
const clock = () => Date.now();
logger.setLogLevel('CRITICAL');

const { events, cut, asOf } = isGenerated ? await writeGenerated(Number(what)) : await writeCompleteJourney();
report(`incremental: events`, events, 'events');
const kinds = isGenerated ? ['view'] : ['buy', 'basket'];
await run('first run', 'a', { asOf: cut, incremental: true });
const keptByFirst = new Map(ports.artefacts.objects);
await archive('new');
await run('full', 'b', { asOf, incremental: false });
await run('incremental', 'c', { asOf, incremental: true });
for (const kind of kinds) compareFiles(kind);
for (const kind of kinds) countingAlone(kind);
report('incremental: peak memory', process.resourceUsage().maxRSS / 1024, 'MB');

async function run(name: string, id: string, parameters: Record<string, unknown>): Promise<void> {
  const given = { kinds, windows: { view: `P${DAYS}D` }, ...parameters };
  const input = { runId: idOf(id), job: 'together', parameters: given };
  const record = { runId: input.runId, job: 'together', parameters: {}, startedAt: RECEIVED_AT };
  await ports.runs.start({ ...record, state: 'starting' }, 0, 1);
  const planned = await timed(`${name}: plan`, () => planTogether(input, ports, clock));
  await timed(`${name}: prepare`, async () => {
    for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
  });
  const assembled = await timed(`${name}: assemble`, () =>
    assembleTogether(input, ports, clock, undefined, COSTS),
  );
  await timed(`${name}: count`, async () => {
    for (const part of assembled.parts) await countTogether({ ...input, part }, ports, clock);
  });
  await timed(`${name}: gate`, () => gateModels(input, ports, clock));
  await reportCounts(name, input.runId);
}

function idOf(id: string): string {
  return `together-20261123T090000000Z-00000${id}`;
}

async function reportCounts(name: string, runId: string): Promise<void> {
  const sums = new Map<string, number>();
  for (const { counts } of (await ports.runs.read(runId))!.steps)
    for (const [what, count] of Object.entries(counts ?? {})) sums.set(what, (sums.get(what) ?? 0) + count);
  for (const what of ['allPairs', 'pairsToCount', 'changedUnits', 'changedFiles', 'countParts', 'keptBytes'])
    if (sums.has(what)) report(`incremental: ${name}: ${what}`, sums.get(what)!, '');
}

function compareFiles(kind: string): void {
  const prefix = (id: string) => `models/together-${kind}-all/${idOf(id)}/part-`;
  const files = ports.artefacts.keys(prefix('b'));
  for (const key of files) {
    const other = ports.artefacts.objects.get(key.replace(idOf('b'), idOf('c')));
    if (!other || Buffer.compare(other, ports.artefacts.objects.get(key)!) !== 0)
      throw new Error(`${key} is another when only what changed is counted`);
  }
  report(`incremental: ${kind}: files that are the same`, files.length, 'files');
}

/** Finding the counts of all pairs, without choosing among them and writing rows. */
function countingAlone(kind: string): void {
  const matrix = decodeMatrix(ports.artefacts.objects.get(matrixKey(idOf('c'), kind, 'all'))!);
  const bytes = ports.artefacts.objects.get(differenceKey(idOf('c'), kind, 'all'));
  time(`${kind}: counting alone, full`, () => countAll(matrix));
  if (!bytes) return;
  const difference = decodeDifference(bytes);
  const prefix = `counts/together-${kind}-all/${idOf('a')}/part-`;
  const keys = [...keptByFirst.keys()].filter((key) => key.startsWith(prefix)).sort();
  const kept = keys.map((key) => new KeptCounts(unseal(keptByFirst.get(key))!));
  time(`${kind}: counting alone, incremental`, () => countChanges(matrix, difference, kept));
}

/** Gustavson's product, the counters of each row cleared. */
function countAll({ ids, starts, items }: Matrix): void {
  const counts = ids.length < 2 ** 16 ? new Uint16Array(ids.length) : new Uint32Array(ids.length);
  const { holders } = bothWays({ ids, starts, items });
  for (let item = 0; item < ids.length; item++) {
    let steps = 0;
    for (let at = holders.starts[item]!; at < holders.starts[item + 1]!; at++) {
      const unit = holders.members[at]!;
      for (let entry = starts[unit]!; entry < starts[unit + 1]!; entry++) counts[items[entry]!]!++;
      steps += starts[unit + 1]! - starts[unit]!;
    }
    if (steps > ids.length) counts.fill(0);
    else
      for (let at = holders.starts[item]!; at < holders.starts[item + 1]!; at++) {
        const unit = holders.members[at]!;
        for (let entry = starts[unit]!; entry < starts[unit + 1]!; entry++) counts[items[entry]!] = 0;
      }
  }
}

function countChanges(matrix: Matrix, difference: Difference, kept: readonly KeptCounts[]): void {
  const ways = bothWays(matrix);
  const least = kept[0]!.meta.least;
  const counter = new ChangeCounter(difference, ways, new UnitCounter(ways, least), least);
  const row: PairRow = emptyRow(matrix.ids.length + 1);
  for (let item = 0; item < matrix.ids.length; item++) {
    const old = difference.oldOf[item]!;
    counter.count(item, old === NONE ? undefined : kept.find(({ meta }) => old < meta.to)!, row);
  }
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  reportSince(name, before);
  return result;
}

function time(name: string, work: () => void): void {
  const before = process.cpuUsage();
  work();
  reportSince(name, before);
}

function reportSince(name: string, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  report(`incremental: ${name}`, (user + system) / 1e6, 's');
}

/** Events of the two archives: what the first run finds, and what is new after it. */
function writer() {
  const lines: string[] = [];
  const parts = { old: 0, new: 0 };
  const flush = async (age: 'old' | 'new') => {
    if (lines.length === 0) return;
    await ports.archive.put(keyOf(age, parts[age]++), gzipSync(lines.join(''), { level: 1 }));
    lines.length = 0;
  };
  return {
    async add(event: Event, age: 'old' | 'new') {
      lines.push(`${JSON.stringify({ scope: 'admin', receivedAt: RECEIVED_AT, event })}\n`);
      if (lines.length === LINES_PER_FILE) await flush(age);
    },
    flush,
  };
}

/** New files lie apart until they are archived. */
function keyOf(age: 'old' | 'new', part: number): string {
  return `${age === 'new' ? 'later/' : ''}${importedEventsKey(RECEIVED_AT, age, part)}`;
}

async function archive(age: 'new'): Promise<void> {
  for (const key of ports.archive.keys('later/')) {
    await ports.archive.put(key.slice('later/'.length), ports.archive.objects.get(key)!);
    await ports.archive.remove([key]);
  }
  report(`incremental: ${age} events`, Math.round(events * NEW), 'events');
}

async function writeInOrder(all: Iterable<Event>, count: number) {
  const out = writer();
  const first = Math.floor(count * (1 - NEW));
  let [number, cut, asOf] = [0, '', ''];
  for (const event of all) {
    if (number === first) await out.flush('old');
    await out.add(event, number < first ? 'old' : 'new');
    if (number < first) cut = event.occurredAt;
    asOf = event.occurredAt;
    number++;
  }
  await out.flush('new');
  return { events: count, cut, asOf };
}

async function writeCompleteJourney() {
  const path = second ?? join(import.meta.dirname, '../../shared/data/complete-journey');
  const all = Array.from(completeJourney(path).events(), ({ event }) => event);
  all.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  return writeInOrder(all, all.length);
}

async function writeGenerated(count: number) {
  const { starts, items } = generated(count, second === undefined ? undefined : Number(second));
  const end = Date.parse(RECEIVED_AT);
  const people = new Uint32Array(items.length);
  const times = new Float64Array(items.length);
  for (let person = 0; person < starts.length - 1; person++)
    for (let entry = starts[person]!; entry < starts[person + 1]!; entry++) {
      people[entry] = person;
      times[entry] = end - timeIn(person, items[entry]!, starts[person + 1]! - starts[person]!);
    }
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!);
  return writeInOrder(viewsOf(order, people, items, times), items.length);
}

function* viewsOf(order: Uint32Array, people: Uint32Array, items: ArrayLike<number>, times: Float64Array) {
  for (const [number, entry] of order.entries())
    yield {
      eventId: `e${number}`,
      type: 'view' as const,
      userId: `u${people[entry]}`,
      itemId: `i${String(items[entry]).padStart(7, '0')}`,
      occurredAt: new Date(times[entry]!).toISOString(),
    };
}

/** Milliseconds before the end: somebody's items are dealt out to sessions of about ten, of an hour each, anywhere in the window. */
function timeIn(person: number, item: number, length: number): number {
  const session = hash(person, item) % Math.max(1, Math.round(length / SESSION));
  const begins = (hash(person, 1_000_000_007 + session) / 2 ** 32) * DAYS * DAY_MS;
  return Math.min(DAYS * DAY_MS - 1, begins + (hash(item, person) % 3_600_000));
}

function hash(a: number, b: number): number {
  let mixed = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
