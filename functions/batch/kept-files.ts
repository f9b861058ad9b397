import { createHash } from 'node:crypto';
import { currentCountsKey, modelCountsPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { getJson, type KeptFile, keptKey, putJson } from './run-files.ts';

/** The counts of a model that stand: what the next run may begin with. */
export interface KeptBase {
  /** The run that counted them. */
  readonly runId: string;
  /** The file of the matrix, its digest and size. */
  readonly matrix: { readonly key: string; readonly digest: string; readonly bytes: number };
  /** Pairs that met less often are not in the files. */
  readonly least: number;
  /** Pairs that counting in full would count. */
  readonly pairs: number;
  /** In order of ranges, which cover all items. */
  readonly files: readonly KeptFile[];
  /** Size of the files together. */
  readonly bytes: number;
}

/** What a run is to leave for the next, of one model. */
export interface KeptPlan extends Omit<KeptBase, 'bytes'> {
  readonly model: string;
  /** Bytes that are worth keeping: with more, reading them costs as much as counting. */
  readonly most: number;
}

/** `current.json` of a model: what stands, or that a matrix of so many bytes had more counts than can be kept, or than are worth it. */
export type CurrentCounts =
  | KeptBase
  | { readonly tooLarge: { readonly runId: string; readonly bytes: number } };

export const keptPrefix = (model: string, runId: string): string => `${modelCountsPrefix(model)}${runId}/`;
export const keptMatrixKey = (model: string, runId: string): string =>
  `${keptPrefix(model, runId)}matrix.columns`;
export const keptFileKey = (model: string, runId: string, file: number): string =>
  `${keptPrefix(model, runId)}part-${String(file).padStart(5, '0')}.counts`;
/** There when a part found counts of that run that it could not use. */
export const unusableKey = (model: string, runId: string): string => `${keptPrefix(model, runId)}unusable`;

/** What stands for a model; undefined where there is nothing, or nothing that can be read: then all is counted. */
export async function readCurrent(model: string, artefacts: ObjectStore): Promise<CurrentCounts | undefined> {
  const bytes = await artefacts.get(currentCountsKey(model));
  if (!bytes) return undefined;
  try {
    const current = JSON.parse(new TextDecoder().decode(bytes)) as CurrentCounts;
    return 'tooLarge' in current || Array.isArray(current.files) ? current : undefined;
  } catch {
    return undefined;
  }
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const SEAL_BYTES = 32;
const sealOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A file behind its SHA-256: one that was damaged is known as such. */
export const seal = (bytes: Uint8Array): Uint8Array => Buffer.concat([sealOf(bytes), bytes]);

/** What seal was given; undefined when the file is no longer what it was. */
export function unseal(file: Uint8Array | undefined): Uint8Array | undefined {
  if (!file) return undefined;
  const bytes = file.subarray(SEAL_BYTES);
  return sealOf(bytes).equals(file.subarray(0, SEAL_BYTES)) ? bytes : undefined;
}

/**
 * Makes what a run kept stand, model by model, where every part of it is there, and removes what nobody needs any more. Doing it again
 * changes nothing. A run that woke up late takes nothing back: what a later one kept stays. A file without a byte stands for more
 * counts than can be kept.
 *
 * @returns how many models' counts stand now, and how many had more than can be kept
 */
export async function moveKept(
  runId: string,
  artefacts: ObjectStore,
): Promise<{ readonly keptModels: number; readonly tooLargeModels: number }> {
  const plans = (await artefacts.get(keptKey(runId)))
    ? await getJson<KeptPlan[]>(artefacts, keptKey(runId))
    : [];
  let [keptModels, tooLargeModels] = [0, 0];
  for (const { model, most, ...plan } of plans) {
    if (isLater(await readCurrent(model, artefacts), runId)) continue;
    const sizes = await sizesOf(keptPrefix(model, runId), artefacts);
    if (![plan.matrix, ...plan.files].every(({ key }) => sizes.has(key))) continue;
    const bytes = plan.files.reduce((sum, { key }) => sum + sizes.get(key)!, 0);
    const isTooLarge = bytes > most || plan.files.some(({ key }) => sizes.get(key) === 0);
    const current = isTooLarge ? { tooLarge: { runId, bytes: plan.matrix.bytes } } : { ...plan, bytes };
    await putJson(artefacts, currentCountsKey(model), current satisfies CurrentCounts);
    await removeOthers(model, isTooLarge ? undefined : runId, artefacts);
    if (isTooLarge) tooLargeModels++;
    else keptModels++;
  }
  return { keptModels, tooLargeModels };
}

/** Ids of runs begin with the job's name and their time. */
const isLater = (current: CurrentCounts | undefined, runId: string): boolean =>
  current !== undefined && ('tooLarge' in current ? current.tooLarge : current).runId > runId;

async function sizesOf(prefix: string, artefacts: ObjectStore): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { key, size } of artefacts.list(prefix)) sizes.set(key, size);
  return sizes;
}

async function removeOthers(model: string, runId: string | undefined, artefacts: ObjectStore): Promise<void> {
  const old: string[] = [];
  for await (const { key } of artefacts.list(modelCountsPrefix(model)))
    if (key !== currentCountsKey(model) && !(runId && key.startsWith(keptPrefix(model, runId))))
      old.push(key);
  if (old.length > 0) await artefacts.remove(old);
}
