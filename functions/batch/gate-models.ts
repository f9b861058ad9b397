import { publishModelParameters } from '../../contract/api/runs.ts';
import type { ModelRef, ModelsPlanned, RunInput } from '../../contract/batch.ts';
import { modelPrefix } from '../../contract/storage-keys.ts';
import { type Candidate, judge, type LastGood, type Verdict } from '../../domain/models/gate.ts';
import type { Clock, ModelVersion, ObjectStore } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { madeByRun } from './made-models.ts';
import { fileLines, InvalidModelError, modelRows, readManifest, type StoredManifest } from './model-files.ts';
import { keyOfLine } from './model-row.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'artefacts' | 'models' | 'runs'>;

/** The gate refused: nothing was published, and what readers see has not changed. */
export class GateRefusedError extends Error {
  readonly code = 'gate-refused';
}

/**
 * Decides whether a run's models may be published: all of them, or none. First it makes sure that the
 * files are what their manifests say; then it looks at volume, coverage, and the difference from the
 * version that readers see. `force` publishes what it would refuse, but never broken files.
 */
export async function gateModels(input: RunInput, ports: Ports, clock: Clock): Promise<ModelsPlanned> {
  return runStep('gate-models', input, ports.runs, clock, async () => {
    const named = input.job === 'publish-model';
    const models = named ? [await readNamed(input, ports)] : await madeByRun(input.runId, ports.artefacts);
    const judged: Judged[] = [];
    for (const model of models) judged.push(await judgeModel(model, input, ports));
    const present = judged.filter(({ candidate, last }) => candidate.rows > 0 || last);
    await refuse(present, input, ports);
    for (const one of present) await ports.models.putVersion(toVersion(one, 'publishing', input));
    const result = { ...input, models: present.map(({ model }) => model) };
    const rows = present.reduce((sum, { candidate }) => sum + candidate.rows, 0);
    return { result, counts: { models: present.length, emptyModels: judged.length - present.length, rows } };
  });
}

interface GatedModel {
  readonly stored: StoredManifest;
  readonly keys: ReadonlySet<string>;
  /** Items acted on, where the run knows. */
  readonly acted?: number | undefined;
}
interface Judged {
  readonly model: ModelRef;
  readonly stored: StoredManifest;
  readonly candidate: Candidate;
  readonly last: LastGood | undefined;
  readonly verdict: Verdict;
}

/** The version that a publish-model run names, by whomever it was made: every line of it is checked. */
async function readNamed(input: RunInput, { artefacts }: Ports): Promise<GatedModel> {
  const { name, version } = publishModelParameters.parse(input.parameters);
  const stored = await readManifest(artefacts, name, version);
  if (!stored)
    throw new InvalidModelError(`model ${name} version ${version} has no manifest.json under its prefix`);
  return { stored, keys: await distinctKeys(stored, artefacts) };
}

async function judgeModel(
  { stored, keys, acted }: GatedModel,
  input: RunInput,
  ports: Ports,
): Promise<Judged> {
  const { name, version } = stored.manifest;
  await checkUnchanged(name, version, stored, ports);
  const coverage = acted === undefined ? undefined : keys.size / Math.max(1, acted);
  const candidate = { name, version, rows: keys.size, keys, coverage };
  const last = await lastGood(name, version, ports, input);
  return { model: { name, version }, stored, candidate, last, verdict: judge(candidate, last) };
}

/** A version is what it was: rows are compared with its files later on, so these must not change. */
async function checkUnchanged(name: string, version: string, { checksum }: StoredManifest, ports: Ports) {
  const known = (await ports.models.versions(name)).find((one) => one.version === version);
  if (known?.state !== 'ready' || known.checksum === undefined || known.checksum === checksum) return;
  throw new InvalidModelError(
    `model ${name} version ${version} was published with other files; give the new ones a new version`,
  );
}

async function distinctKeys({ manifest }: StoredManifest, artefacts: ObjectStore): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { key } of modelRows(artefacts, manifest)) {
    if (keys.has(key))
      throw new InvalidModelError(`model ${manifest.name} version ${manifest.version} has two rows ${key}`);
    keys.add(key);
  }
  return keys;
}

/** The version that readers see, unless it is this one. */
async function lastGood(
  name: string,
  version: string,
  { artefacts, models }: Ports,
  input: RunInput,
): Promise<LastGood | undefined> {
  const active = (await models.pointer(name))?.activeVersion;
  if (active === undefined || active === version) return undefined;
  const stored = await readManifest(artefacts, name, active);
  if (!stored && isForced(input)) return { version: active, keys: [] };
  if (!stored)
    throw new GateRefusedError(
      `the files of ${name} version ${active}, which readers see, are gone, so that rows that vanished cannot be found; force publishes without removing any`,
    );
  const keys = await keysOf(stored, artefacts);
  const figures = (await models.versions(name)).find((one) => one.version === active)?.figures;
  return { version: active, keys, coverage: figures?.coverage };
}

/** Keys of files that were checked when they were published. */
async function keysOf({ manifest }: StoredManifest, artefacts: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  const prefix = modelPrefix(manifest.name, manifest.version);
  for (const { path } of manifest.files)
    for await (const line of fileLines(artefacts, `${prefix}${path}`)) keys.push(keyOfLine(line));
  return keys;
}

/** Records what was refused and why, then fails the step in the same words. */
async function refuse(judged: readonly Judged[], input: RunInput, ports: Ports): Promise<void> {
  const refused = judged.filter(({ verdict }) => verdict.refusal !== undefined);
  const empty = !judged.some(({ candidate }) => candidate.name !== POPULAR && candidate.rows > 0);
  if ((refused.length === 0 && !empty) || isForced(input)) return;
  for (const one of refused) {
    const known = (await ports.models.versions(one.model.name)).find(
      ({ version }) => version === one.model.version,
    );
    if (known?.state !== 'ready') await ports.models.putVersion(toVersion(one, 'refused', input));
  }
  const reasons = refused.map(({ verdict }) => verdict.refusal);
  throw new GateRefusedError(
    `nothing was published: ${reasons.length > 0 ? reasons.join('; ') : 'no model has any rows, for no two items met often enough'}`,
  );
}

const POPULAR = 'together-popular';
const isForced = (input: RunInput): boolean => input.parameters.force === true;

function toVersion(judged: Judged, state: ModelVersion['state'], input: RunInput): ModelVersion {
  const { manifest, checksum } = judged.stored;
  const { name: model, version, kind, createdAt, producer } = manifest;
  const { rows } = judged.candidate;
  const figures = judged.verdict.figures;
  const refusal = state === 'refused' ? judged.verdict.refusal : undefined;
  const common = { model, version, kind, state, createdAt, producer, rows, figures, checksum };
  return { ...common, runId: input.runId, ...(refusal !== undefined && { refusal }) };
}
