/**
 * What the jobs that make pages cost beyond the stores: `export-recommendations` of 2,000 users' home pages and `replay` of 2,000 recorded
 * requests, two pages each, over the sample market in memory, which answers at once; together and popularity counted, no search engine.
 *
 *     node bench/jobs.ts [export|replay]
 *
 * Prints a JSON line a figure. Memory is the whole process's, the market and its stores included; each job has a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sampleMarket } from '../cli/sample/market.ts';
import { replayReportKey } from '../contract/replays.ts';
import { importedEventsKey } from '../contract/storage-keys.ts';
import type { ArchivedEvent, Event } from '../domain/events/event.ts';
import { foldEvents } from '../domain/identity/fold.ts';
import { mulberry } from '../domain/random.ts';
import { countPopularity } from '../functions/batch/count-popularity.ts';
import { finishExport } from '../functions/batch/finish-export.ts';
import { finishReplay } from '../functions/batch/finish-replay.ts';
import { listExported } from '../functions/batch/list-exported.ts';
import { planExport } from '../functions/batch/plan-export.ts';
import { planReplay } from '../functions/batch/plan-replay.ts';
import { publishModel } from '../functions/batch/publish-model.ts';
import { exportPages } from '../functions/provider/export-pages.ts';
import { replayPages } from '../functions/provider/replay-pages.ts';
import { apiContext } from '../functions/runtime/api.ts';
import { logger } from '../functions/runtime/logger.ts';
import { type MemoryPorts, memoryPorts } from '../test/support/memory-ports.ts';
import { archive, countModels, gateAndPublish, NOW } from '../test/support/together-run.ts';
import { report } from './report.ts';

logger.setLogLevel('CRITICAL');
/** Users of the export, requests of the replay. */
const MANY = 2000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const JOBS = { export: exportMany, replay: replayMany };
const clock = () => NOW;
const iso = (time: number) => new Date(time).toISOString();

const job = process.argv[2] as keyof typeof JOBS | undefined;
if (job) await JOBS[job](await market());
else
  for (const one of Object.keys(JOBS))
    execFileSync(process.execPath, [import.meta.filename, one], { stdio: 'inherit' });

/** The sample market in memory, with what the jobs before would have counted. */
async function market(): Promise<MemoryPorts> {
  const { items, users, events } = sampleMarket({ now: NOW });
  const ports = memoryPorts({ clock });
  for (const item of items) await ports.items.put(item, NOW);
  for (const { userId, ...profile } of users) await ports.actors.putProfile(`u#${userId}`, profile as never);
  const archived = events.map(
    (event): ArchivedEvent => ({ scope: 'server', receivedAt: event.occurredAt, event }),
  );
  for (const change of foldEvents(archived).values()) await ports.actors.record(change);
  await archive(ports, [archived]);
  await gateAndPublish(ports, await countModels(ports, {}));
  const input = { runId: 'popularity', job: 'popularity', parameters: {} };
  const { models } = await countPopularity(input, ports, clock);
  for (const model of models) await publishModel({ ...input, model }, ports, clock);
  return ports;
}

async function exportMany(ports: MemoryPorts): Promise<void> {
  const users = [...ports.actors.states.keys()].flatMap((key) =>
    key.startsWith('u#') ? [key.slice(2)] : [],
  );
  const lines = users
    .sort()
    .slice(0, MANY)
    .map((userId) => JSON.stringify({ userId }));
  await ports.artefacts.put('exports/lists/all.ndjson', lines.join('\n'));
  const parameters = {
    page: 'home',
    limit: 20,
    fields: ['title', 'price'],
    actors: { users: 'exports/lists/all.ndjson' },
  };
  const input = { runId: 'export', job: 'export-recommendations', parameters };
  await measured('export', MANY, async () => {
    const { parameters: asked } = await planExport(input, ports, clock);
    const planned = await listExported({ ...input, parameters: asked }, ports, clock);
    for (const part of planned.parts) await exportPages({ ...planned, part }, apiContext(ports, { clock }));
    await finishExport(planned, ports, clock);
  });
  const files = ports.artefacts.keys('exports/export/part-').map((key) => ports.artefacts.objects.get(key)!);
  report('jobs: export, a page', bytesOf(files.map((file) => gunzipSync(file))) / MANY, 'bytes');
  report('jobs: export, a page compressed', bytesOf(files) / MANY, 'bytes');
}

async function replayMany(ports: MemoryPorts): Promise<void> {
  await record(ports);
  const input = { runId: 'replay', job: 'replay', parameters: { changes: [], sample: MANY } };
  const before = ports.artefacts.keys('').length;
  await measured('replay', 2 * MANY, async () => {
    const planned = await planReplay(input, ports, clock);
    for (const part of planned.parts) await replayPages({ ...input, part }, apiContext(ports, { clock }));
    await finishReplay(planned, ports, clock);
  });
  const files = ports.artefacts.keys('').slice(before);
  const { pages, slotsChanged } = JSON.parse(ports.artefacts.text(replayReportKey('replay')));
  if (pages !== MANY || slotsChanged > 0)
    throw new Error(`replayed ${pages} pages, of which ${slotsChanged} slots changed`);
  report(
    'jobs: replay, files of a run',
    bytesOf(files.map((key) => ports.artefacts.objects.get(key)!)),
    'bytes',
  );
}

/** Pages that were asked for during the last day: half of them home, half an item's own. */
async function record(ports: MemoryPorts): Promise<void> {
  const random = mulberry(11);
  const users = [...ports.actors.states.keys()].filter((key) => key.startsWith('u#'));
  const itemIds = [...ports.items.stored.keys()];
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const events = Array.from({ length: 2 * MANY }, (_, number): Event => {
    const whose = { eventId: `asked-${number}`, userId: pick(users).slice(2), itemId: pick(itemIds) };
    const occurredAt = iso(NOW - random() * DAY);
    return number % 2
      ? { ...whose, type: 'view', occurredAt }
      : { ...whose, type: 'impression', page: 'home', section: 'for-you', occurredAt };
  });
  const lines = events.map((event) =>
    JSON.stringify({ scope: 'server', receivedAt: event.occurredAt, event }),
  );
  await ports.archive.put(importedEventsKey(iso(NOW), 'asked', 0), gzipSync(lines.join('\n')));
}

function bytesOf(files: readonly Uint8Array[]): number {
  return files.reduce((sum, { length }) => sum + length, 0);
}

/** @param pages how many pages the work makes */
async function measured(name: string, pages: number, work: () => Promise<void>): Promise<void> {
  report(`jobs: ${name}, memory before`, process.memoryUsage().rss / 2 ** 20, 'MB');
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  const seconds = (user + system) / 1e6;
  report(`jobs: ${name}, a page`, (1000 * seconds) / pages, 'ms of processor');
  report(`jobs: ${name}, pages`, pages / seconds, 'pages/s of processor');
  report(`jobs: ${name}, peak memory`, process.resourceUsage().maxRSS / 1024, 'MB');
}
