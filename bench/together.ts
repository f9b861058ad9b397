/**
 * A together run over the largest shared data set (complete-journey, 1.09 M events), step by step, in this
 * process with stores in memory: what the steps themselves cost.
 *
 *     node bench/together.ts [folder of complete-journey]
 *
 * Prints a JSON line a figure.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { completeJourney } from '../cli/datasets/complete-journey.ts';
import { importedEventsKey } from '../contract/storage-keys.ts';
import { assembleTogether } from '../functions/batch/assemble-together.ts';
import { countTogether } from '../functions/batch/count-together.ts';
import { gateModels } from '../functions/batch/gate-models.ts';
import { planTogether } from '../functions/batch/plan-together.ts';
import { prepareEvents } from '../functions/batch/prepare-events.ts';
import { publishModel } from '../functions/batch/publish-model.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';

const DATA = process.argv[2] ?? join(import.meta.dirname, '../../shared/data/complete-journey');
const LINES_PER_FILE = 50_000;
const AS_OF = '2017-09-30T23:59:59.999Z';
const RECEIVED_AT = '2026-11-23T09:00:00.000Z';

const ports = memoryPorts();
const clock = () => Date.now();
logger.setLogLevel('CRITICAL');

const events = await writeArchive();
const input = { runId: 'together-20261123T090000000Z-00000a', job: 'together', parameters: parameters() };
const start = performance.now();
const planned = await timed('plan', () => planTogether(input, ports, clock));
await timed('prepare', async () => {
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
});
const assembled = await timed('assemble', () => assembleTogether(input, ports, clock));
await timed('count', async () => {
  for (const part of assembled.parts) await countTogether({ ...input, part }, ports, clock);
});
const gated = await timed('gate', () => gateModels(input, ports, clock));
await timed('publish', async () => {
  for (const model of gated.models) await publishModel({ ...input, model }, ports, clock);
});
report('together: whole run', seconds(start), 's');
report('together: events', events, 'events');
report('together: peak memory', Math.round(process.resourceUsage().maxRSS / 1024), 'MB');

function parameters() {
  return { asOf: AS_OF, kinds: ['buy', 'basket'], ...JSON.parse(process.env.PARAMETERS ?? '{}') };
}

async function writeArchive(): Promise<number> {
  let [count, part] = [0, 0];
  let lines: string[] = [];
  const flush = async () => {
    const key = importedEventsKey(RECEIVED_AT, 'bench', part++);
    await ports.archive.put(key, gzipSync(lines.join('')));
    lines = [];
  };
  for (const { event } of completeJourney(DATA).events()) {
    lines.push(`${JSON.stringify({ scope: 'admin', receivedAt: RECEIVED_AT, event })}\n`);
    count++;
    if (lines.length === LINES_PER_FILE) await flush();
  }
  await flush();
  return count;
}

async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  report(`together: ${step}`, seconds(from), 's');
  return result;
}

function seconds(from: number): number {
  return Math.round(performance.now() - from) / 1000;
}

function report(name: string, value: number, unit: string): void {
  console.log(JSON.stringify({ name, value, unit }));
}
