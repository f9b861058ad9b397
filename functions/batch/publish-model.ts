import { createHash } from 'node:crypto';
import type { Nothing, PublishInput } from '../../contract/batch.ts';
import { countedFigures } from '../../domain/models/lift.ts';
import type { Clock, ModelItem, ModelPointer, ModelVersion } from '../../domain/ports.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { InvalidModelError, modelRows, readManifest, type StoredManifest } from './model-files.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'artefacts' | 'models' | 'runs'>;
type Row = { readonly key: string; readonly items: readonly ModelItem[] | undefined };

/** Rows of one call of writeRows, and calls under way at a time: some 10 MB in memory. */
const ROWS_PER_WRITE = 500;
const WRITES_AT_A_TIME = 4;

/** Another publish of the model began after ours: it withdrew our rows, so going on would be in vain. */
export class SupersededError extends Error {
  readonly code = 'superseded';
  constructor(name: string, version: string, by: string | undefined) {
    super(
      `publishing ${name} version ${version} was given up: publishing ${by ?? 'another version'} began after it`,
    );
  }
}

/**
 * Makes a gated version what readers see. Rows are written under a new ordinal, only those that differ from
 * what is stored by more than the run's publishTolerance, tombstones for those that vanished; then the pointer
 * is flipped. Until then nobody sees any of it, and doing it again goes on under the same ordinal.
 */
export async function publishModel(input: PublishInput, ports: Ports, clock: Clock): Promise<Nothing> {
  const { name, version } = input.model;
  return runStep(`publish-model/${name}`, input, ports.runs, clock, async () => {
    const stored = await readManifest(ports.artefacts, name, version);
    if (!stored) throw new InvalidModelError(`model ${name} version ${version} has no manifest.json`);
    const active = await ports.models.pointer(name);
    const done = active?.activeVersion === version;
    const counts = done ? {} : await publishRows(stored, toleranceOf(input), ports);
    await markReady(input, stored, counts, ports, clock);
    return { result: {}, counts };
  });
}

/** By hand, and for jobs without such a parameter, every row is exact. */
const toleranceOf = ({ parameters }: PublishInput): number => Number(parameters.publishTolerance ?? 0);

async function publishRows({ manifest }: StoredManifest, tolerance: number, ports: Ports) {
  const { name, version } = manifest;
  const pointer = await ports.models.begin(name, version);
  const before = await activeRows(pointer, ports);
  const trusted = await areNear(pointer, tolerance, ports);
  const writer = new RowWriter(pointer, version, tolerance, ports);
  let unchanged = 0;
  for await (const row of modelRows(ports.artefacts, manifest)) {
    const same = trusted && before.get(row.key) === digestOf(row.items);
    before.delete(row.key);
    if (same) unchanged++;
    else await writer.add(row);
  }
  for (const key of before.keys()) await writer.add({ key, items: undefined });
  await writer.flush();
  await noteFigures(
    pointer,
    version,
    { publishTolerance: tolerance, ...countedFigures(manifest.parameters) },
    ports,
  );
  await ports.models.activate(pointer, version, pointer.ordinal);
  const { rows: rowsWritten, kept: keptRows, writeUnits } = writer;
  return { rowsWritten, keptRows, writeUnits, unchangedRows: unchanged, removedRows: before.size };
}

/**
 * Whether every stored row is as near to the active version's file as this publish asks: then a row that
 * equals the file's needs no look at what is stored. Not so after a publish with a larger tolerance.
 */
async function areNear(pointer: ModelPointer, tolerance: number, { models }: Ports): Promise<boolean> {
  const { model, activeVersion } = pointer;
  const active = (await models.versions(model)).find(({ version }) => version === activeVersion);
  return active !== undefined && (active.figures.publishTolerance ?? 0) <= tolerance;
}

/** Before the flip, so that no reader of the version's figures finds it active without them. */
async function noteFigures(
  { model }: ModelPointer,
  version: string,
  figures: ModelVersion['figures'],
  { models }: Ports,
) {
  const known = (await models.versions(model)).find((one) => one.version === version);
  if (!known) return;
  await models.putVersion({ ...known, figures: { ...known.figures, ...figures } });
}

/** Digests of the rows that readers see, by key. */
async function activeRows(pointer: ModelPointer, { artefacts }: Ports): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  if (pointer.activeVersion === undefined) return rows;
  const stored = await readManifest(artefacts, pointer.model, pointer.activeVersion);
  if (stored)
    for await (const { key, items } of modelRows(artefacts, stored.manifest)) rows.set(key, digestOf(items));
  return rows;
}

const digestOf = (items: readonly ModelItem[]): string =>
  createHash('sha1').update(JSON.stringify(items)).digest('base64');

/** Collects rows and writes them some thousand at a time. */
class RowWriter {
  rows = 0;
  kept = 0;
  writeUnits = 0;
  #waiting: Row[] = [];
  readonly #pointer: ModelPointer & { readonly ordinal: number };
  readonly #version: string;
  readonly #tolerance: number;
  readonly #ports: Ports;

  constructor(
    pointer: ModelPointer & { readonly ordinal: number },
    version: string,
    tolerance: number,
    ports: Ports,
  ) {
    this.#pointer = pointer;
    this.#version = version;
    this.#tolerance = tolerance;
    this.#ports = ports;
  }

  async add(row: Row): Promise<void> {
    this.#waiting.push(row);
    if (this.#waiting.length >= ROWS_PER_WRITE * WRITES_AT_A_TIME) await this.flush();
  }

  async flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0) return;
    await this.#checkStillOurs();
    const chunks = Array.from({ length: Math.ceil(rows.length / ROWS_PER_WRITE) }, (_, chunk) =>
      rows.slice(chunk * ROWS_PER_WRITE, (chunk + 1) * ROWS_PER_WRITE),
    );
    const written = await inParallel(chunks, WRITES_AT_A_TIME, (chunk) =>
      this.#ports.models.writeRows(this.#pointer, this.#pointer.ordinal, chunk, this.#tolerance),
    );
    for (const { rows, kept, writeUnits } of written) {
      this.rows += rows;
      this.kept += kept;
      this.writeUnits += writeUnits;
    }
  }

  async #checkStillOurs(): Promise<void> {
    const { model, ordinal } = this.#pointer;
    const now = await this.#ports.models.pointer(model);
    if (now && now.newest !== ordinal) throw new SupersededError(model, this.#version, now.newestVersion);
  }
}

async function markReady(
  input: PublishInput,
  { manifest, checksum }: StoredManifest,
  counts: Readonly<Record<string, number>>,
  { models }: Ports,
  clock: Clock,
): Promise<void> {
  const { name: model, version, kind, createdAt, producer, files } = manifest;
  const known = (await models.versions(model)).find((one) => one.version === version);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const ready: ModelVersion = {
    ...{ model, version, kind, state: 'ready', createdAt, producer, rows, checksum },
    publishedAt: new Date(clock()).toISOString(),
    figures: { ...known?.figures, rows, ...counts },
    runId: input.runId,
  };
  await models.putVersion(ready);
}
