/**
 * What publishing costs by its tolerance: two together runs over complete-journey, their asOf some hours
 * apart, with stores in memory; the second is published over the first with each tolerance.
 *
 *     node bench/publish.ts [folder of complete-journey] [hours apart, 24]
 *
 * Prints a JSON line a figure, and a table on the error stream. A write unit is 1 KB of a row as DynamoDB bills it.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { completeJourney } from '../cli/datasets/complete-journey.ts';
import { importedEventsKey } from '../contract/storage-keys.ts';
import { packItems } from '../domain/models/pack.ts';
import { overlapOf, TOP_ITEMS } from '../domain/models/tops.ts';
import type { ModelItem, ModelVersion } from '../domain/ports.ts';
import { assembleTogether } from '../functions/batch/assemble-together.ts';
import { countTogether } from '../functions/batch/count-together.ts';
import { gateModels } from '../functions/batch/gate-models.ts';
import { planTogether } from '../functions/batch/plan-together.ts';
import { prepareEvents } from '../functions/batch/prepare-events.ts';
import { publishModel } from '../functions/batch/publish-model.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';
import { report } from './report.ts';

const DATA = process.argv[2] ?? join(import.meta.dirname, '../../shared/data/complete-journey');
const HOURS = Number(process.argv[3] ?? 24);
const TOLERANCES = [0, 0.01, 0.02, 0.05, 0.1];
const MODELS = ['together-buy-all', 'together-basket-all'];
const LINES_PER_FILE = 50_000;
const AS_OF = Date.parse('2017-09-30T18:00:00.000Z');
const RECEIVED_AT = '2026-11-23T09:00:00.000Z';
const HOUR_MS = 3_600_000;

const ports = memoryPorts();
const clock = () => Date.now();
let gateSeconds = 0;
logger.setLogLevel('CRITICAL');

await writeArchive();
const first = await counted('a', AS_OF - HOURS * HOUR_MS);
await publish(first, 0);
const before = saved();
const second = await counted('b', AS_OF);
await publish(second, 0);
const exact = servedRows();
report('publish: gate', gateSeconds, 's');
await reportGate(second.runId);
console.error('tolerance  rows written   of  write units  overlap@10  whole row  discordant pairs');
for (const tolerance of TOLERANCES) {
  restore(before);
  await publish(second, tolerance);
  await reportPublish(tolerance, second.runId);
}

/** Runs the job up to the count step; its models wait to be published. */
async function counted(run: string, asOf: number) {
  const parameters = { asOf: new Date(asOf).toISOString(), kinds: ['buy', 'basket'] };
  const input = { runId: `together-20261123T090000000Z-00000${run}`, job: 'together', parameters };
  const planned = await planTogether(input, ports, clock);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
  const assembled = await assembleTogether(input, ports, clock);
  for (const part of assembled.parts) await countTogether({ ...input, part }, ports, clock);
  return { ...input, parameters: { ...assembled.parameters } as Record<string, unknown> };
}

async function publish(run: Awaited<ReturnType<typeof counted>>, publishTolerance: number): Promise<void> {
  const input = { ...run, parameters: { ...run.parameters, publishTolerance } };
  const start = performance.now();
  const gated = await gateModels(input, ports, clock);
  gateSeconds = (performance.now() - start) / 1000;
  for (const model of gated.models) await publishModel({ ...input, model }, ports, clock);
}

function saved() {
  return {
    pointers: new Map(ports.models.stored),
    rows: MODELS.map((model) => new Map(ports.models.rows.get(model))),
  };
}

function restore({ pointers, rows }: ReturnType<typeof saved>): void {
  for (const [model, pointer] of pointers) ports.models.stored.set(model, pointer);
  for (const [at, model] of MODELS.entries()) ports.models.rows.set(model, new Map(rows[at]));
}

/** Rows of all models as readers see them, by model and key. */
function servedRows(): Map<string, readonly ModelItem[]> {
  const rows = MODELS.flatMap((model) =>
    [...ports.models.rows.get(model)!].flatMap(([key, versions]) => {
      const items = versions.at(-1)?.data;
      return items ? [[`${model} ${key}`, items] as const] : [];
    }),
  );
  return new Map(rows);
}

async function figuresOf(runId: string): Promise<ModelVersion['figures'][]> {
  const versions = await Promise.all(MODELS.map((model) => ports.models.versions(model)));
  return versions.map((known) => known.find(({ version }) => version === runId)!.figures);
}

async function reportGate(runId: string): Promise<void> {
  for (const [at, figures] of (await figuresOf(runId)).entries())
    for (const name of ['rowsCompared', 'rowsChanged', 'overlap', 'probes', 'hitRate', 'lastHitRate'])
      report(`publish: gate, ${MODELS[at]}, ${name}`, figures[name] ?? Number.NaN, '');
}

async function reportPublish(tolerance: number, runId: string): Promise<void> {
  const written = (await figuresOf(runId)).reduce((sum, { rowsWritten = 0 }) => sum + rowsWritten, 0);
  const units = writeUnits();
  const { top, whole, discordant } = rankingChange(servedRows());
  const percent = `${100 * tolerance} %`;
  for (const [what, value, unit] of [
    ['rows written', written, 'rows'],
    ['write units', units, 'units'],
    ['overlap@10', top, ''],
    ['overlap of whole rows', whole, ''],
    ['discordant pairs', discordant, ''],
  ] as const)
    report(`publish: tolerance ${percent}, ${what}`, value, unit);
  const share = `${((100 * written) / exact.size).toFixed(1)} %`;
  console.error(
    [percent, written, share, units, top.toFixed(4), whole.toFixed(4), discordant.toFixed(6)].join('\t'),
  );
}

/** Write units of the rows that the last publish wrote: those that hold its ordinal. */
function writeUnits(): number {
  let units = 0;
  for (const model of MODELS) {
    const { newest } = ports.models.stored.get(model)!;
    for (const [key, versions] of ports.models.rows.get(model)!)
      if (versions.some(({ ordinal }) => ordinal === newest)) {
        const keys = `pkr#${model}#${key}skrow`.length;
        const data = versions.map(({ data }) => 8 + (data ? packItems(data).length : 0));
        units += Math.ceil(data.reduce((sum, size) => sum + size, keys) / 1024);
      }
  }
  return units;
}

/** How far what is served is from the exact rows: means over all rows, rows that are exact among them. */
function rankingChange(served: ReadonlyMap<string, readonly ModelItem[]>) {
  let [top, whole, discordant] = [0, 0, 0];
  for (const [key, items] of exact) {
    const [ids, exactIds] = [served.get(key) ?? [], items].map((row) => row.map(([itemId]) => itemId));
    top += overlapOf(ids!.slice(0, TOP_ITEMS), exactIds!.slice(0, TOP_ITEMS));
    whole += overlapOf(ids!, exactIds!);
    discordant += discordance(ids!, exactIds!);
  }
  return { top: top / exact.size, whole: whole / exact.size, discordant: discordant / exact.size };
}

/** Kendall's distance over the items that both have: the share of pairs in another order. */
function discordance(ids: readonly string[], exactIds: readonly string[]): number {
  const places = new Map(exactIds.map((itemId, at) => [itemId, at]));
  const common = ids.flatMap((itemId) => places.get(itemId) ?? []);
  let swapped = 0;
  for (let a = 0; a < common.length; a++)
    for (let b = a + 1; b < common.length; b++) if (common[a]! > common[b]!) swapped++;
  return common.length < 2 ? 0 : swapped / ((common.length * (common.length - 1)) / 2);
}

async function writeArchive(): Promise<void> {
  let part = 0;
  let lines: string[] = [];
  const flush = async () => {
    await ports.archive.put(importedEventsKey(RECEIVED_AT, 'bench', part++), gzipSync(lines.join('')));
    lines = [];
  };
  for (const { event } of completeJourney(DATA).events()) {
    lines.push(`${JSON.stringify({ scope: 'admin', receivedAt: RECEIVED_AT, event })}\n`);
    if (lines.length === LINES_PER_FILE) await flush();
  }
  await flush();
}
