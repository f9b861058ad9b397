import { publishModelParameters } from '../../contract/api/runs.ts';
import type { ModelRef, ModelsPlanned, RunInput } from '../../contract/batch.ts';
import {
  type Candidate,
  type Comparison,
  judge,
  type LastGood,
  type Verdict,
} from '../../domain/models/gate.ts';
import type { Clock, ModelVersion, ObjectStore } from '../../domain/ports.ts';
import { isContinuous } from '../../domain/runs/continuous.ts';
import type { Stores } from '../runtime/ports.ts';
import { compare } from './compare-versions.ts';
import { moveKept } from './kept-files.ts';
import { madeByRun } from './made-models.ts';
import { InvalidModelError, modelRows, readManifest, type StoredManifest } from './model-files.ts';
import { type Probes, runProbes } from './probe-events.ts';
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
    const kept = named ? {} : await moveKept(input.runId, ports.artefacts);
    const probes = named ? NO_PROBES : runProbes(input.runId, ports.artefacts);
    const judged: Judged[] = [];
    for (const model of models) judged.push(await judgeModel(model, probes, input, ports));
    if (isPairless(judged, input)) return nothingYet(judged, kept, input);
    const present = judged.filter(({ candidate, last }) => candidate.rows > 0 || last);
    await refuse(present, input, ports);
    for (const one of present) await ports.models.putVersion(toVersion(one, 'publishing', input));
    const result = { ...input, models: present.map(({ model }) => model) };
    const rows = present.reduce((sum, { candidate }) => sum + candidate.rows, 0);
    return {
      result,
      counts: { models: present.length, emptyModels: judged.length - present.length, rows, ...kept },
    };
  });
}

/** Whoever made an outside model knows what it is for; nobody's steps try it. */
const NO_PROBES: Probes = async () => [];

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
  /** What is recorded of the version, if it is not its first time here. */
  readonly known: ModelVersion | undefined;
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
  probes: Probes,
  input: RunInput,
  ports: Ports,
): Promise<Judged> {
  const { name, version } = stored.manifest;
  const known = await knownVersion(name, version, ports);
  checkUnchanged(stored, known);
  const coverage = acted === undefined ? undefined : keys.size / Math.max(1, acted);
  const candidate = { name, version, rows: keys.size, keys, coverage };
  const last = await lastGood(stored, probes, input, ports);
  const verdict = judge(candidate, last, last?.comparison);
  return { model: { name, version }, stored, candidate, last, verdict, known };
}

const knownVersion = async (name: string, version: string, { models }: Ports) =>
  (await models.versions(name)).find((one) => one.version === version);

/** A version is what it was: rows are compared with its files later on, so these must not change. */
function checkUnchanged({ manifest, checksum }: StoredManifest, known: ModelVersion | undefined): void {
  if (known?.state !== 'ready' || known.checksum === undefined || known.checksum === checksum) return;
  throw new InvalidModelError(
    `model ${manifest.name} version ${manifest.version} was published with other files; give the new ones a new version`,
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

type Compared = LastGood & { readonly comparison?: Comparison };

/** The version that readers see, unless it is this one, and how the new one differs from it. */
async function lastGood(
  next: StoredManifest,
  probes: Probes,
  input: RunInput,
  ports: Ports,
): Promise<Compared | undefined> {
  const { name, version } = next.manifest;
  const active = (await ports.models.pointer(name))?.activeVersion;
  if (active === undefined || active === version) return undefined;
  const stored = await readManifest(ports.artefacts, name, active);
  if (!stored && isForced(input)) return { version: active, keys: [] };
  if (!stored)
    throw new GateRefusedError(
      `the files of ${name} version ${active}, which readers see, are gone, so that rows that vanished cannot be found; force publishes without removing any`,
    );
  const { figures } = (await knownVersion(name, active, ports)) ?? {};
  const { keys, comparison } = await compare(next, stored, probes, ports.artefacts);
  return { version: active, keys, coverage: figures?.coverage, comparison };
}

/** Records what was refused and why, then fails the step in the same words. */
async function refuse(judged: readonly Judged[], input: RunInput, ports: Ports): Promise<void> {
  const refused = judged.filter(({ verdict }) => verdict.refusal !== undefined);
  const empty = !judged.some(isFilled);
  if ((refused.length === 0 && !empty) || isForced(input)) return;
  for (const one of refused) {
    if (one.known?.state !== 'ready') await ports.models.putVersion(toVersion(one, 'refused', input));
  }
  const reasons = refused.map(({ verdict }) => verdict.refusal);
  throw new GateRefusedError(
    `nothing was published: ${reasons.length > 0 ? reasons.join('; ') : 'no model has any rows, for no two items met often enough'}`,
  );
}

/**
 * A run of the continuous mode before any two items met often enough, as in a new shop: that is no failure, there is nothing to publish
 * yet. Where readers see rows already, none at all is for the gate to judge.
 */
const isPairless = (judged: readonly Judged[], input: RunInput): boolean =>
  isContinuous(input) && !judged.some((one) => isFilled(one) || (isOfPairs(one) && one.last !== undefined));

const nothingYet = (judged: readonly Judged[], kept: Readonly<Record<string, number>>, input: RunInput) => ({
  result: { ...input, models: [] },
  counts: { models: 0, emptyModels: judged.length, rows: 0, noPairsYet: 1, ...kept },
});

const POPULAR = 'together-popular';
const isOfPairs = ({ candidate }: Judged): boolean => candidate.name !== POPULAR;
const isFilled = (one: Judged): boolean => isOfPairs(one) && one.candidate.rows > 0;
const isForced = (input: RunInput): boolean => input.parameters.force === true;

function toVersion(judged: Judged, state: ModelVersion['state'], input: RunInput): ModelVersion {
  const { manifest, checksum } = judged.stored;
  const { name: model, version, kind, createdAt, producer } = manifest;
  const { rows } = judged.candidate;
  // How near its rows are to its files, once it was published (publish-model.ts), stays true of it.
  const { publishTolerance } = judged.known?.figures ?? {};
  const figures = {
    ...judged.verdict.figures,
    ...(publishTolerance !== undefined && { publishTolerance }),
  };
  const refusal = state === 'refused' ? judged.verdict.refusal : undefined;
  const common = { model, version, kind, state, createdAt, producer, rows, figures, checksum };
  return { ...common, runId: input.runId, ...(refusal !== undefined && { refusal }) };
}
