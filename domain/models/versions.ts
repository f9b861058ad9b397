import type { ModelItem, ModelPointer, ModelVersion } from '../ports.ts';
import { mayStay } from './tolerance.ts';

/**
 * What a row of a served model holds: its last two versions, so that unchanged rows need no write, a
 * half-finished publish is never seen, and going back by one version is a flip of the pointer.
 * Data undefined is a tombstone: the row vanished with that version.
 */
export interface RowVersion<Data> {
  readonly ordinal: number;
  readonly data: Data | undefined;
}

/** What readers under this pointer take: the newest not after `active` and not withdrawn. */
export function visible<Data>(
  versions: readonly RowVersion<Data>[],
  pointer: Pick<ModelPointer, 'active' | 'withdrawn'>,
): RowVersion<Data> | undefined {
  let newest: RowVersion<Data> | undefined;
  for (const version of versions) {
    if (version.ordinal > pointer.active || pointer.withdrawn.includes(version.ordinal)) continue;
    if (!newest || version.ordinal > newest.ordinal) newest = version;
  }
  return newest;
}

/**
 * What a row holds once `data` is written under `ordinal`: what readers see until the flip, and the new
 * data. A row that a later publish wrote already is left as it is: that publish withdrew ours.
 */
export function keep<Data>(
  versions: readonly RowVersion<Data>[],
  pointer: Pick<ModelPointer, 'active' | 'withdrawn'>,
  ordinal: number,
  data: Data | undefined,
): readonly RowVersion<Data>[] {
  if (versions.some((version) => version.ordinal > ordinal && !pointer.withdrawn.includes(version.ordinal)))
    return versions;
  const seen = visible(versions, pointer);
  const old = seen && seen.ordinal !== ordinal && seen.data !== undefined ? [seen] : [];
  return [...old, { ordinal, data }];
}

/**
 * Whether a row needs no write, for what readers see of it now may stand for `items` in the version being
 * published. A row that holds something under `ordinal` already (a publish that died) is written again.
 */
export function stays(
  versions: readonly RowVersion<readonly ModelItem[]>[],
  pointer: Pick<ModelPointer, 'active' | 'withdrawn'>,
  ordinal: number,
  items: readonly ModelItem[] | undefined,
  tolerance: number,
): boolean {
  const stored = visible(versions, pointer)?.data;
  if (items === undefined || stored === undefined) return false;
  return !versions.some((version) => version.ordinal === ordinal) && mayStay(stored, items, tolerance);
}

const NEVER_PUBLISHED = { active: 0, newest: 0, newestVersion: undefined, withdrawn: [] as number[] };

/**
 * The pointer once a version began to be published: under the next ordinal, or the same again when that
 * version is half published. What was published or begun after the active version is withdrawn, for its
 * rows must not come to light when `active` passes them; and there is no previous version to flip to any
 * more, since rows drop it as they are written.
 */
export function beginVersion(
  pointer: ModelPointer | undefined,
  model: string,
  version: string,
): ModelPointer & { readonly ordinal: number } {
  const { active, newest, newestVersion, withdrawn } = pointer ?? NEVER_PUBLISHED;
  const again = newest > active && newestVersion === version;
  const ordinal = again ? newest : newest + 1;
  const abandoned = range(active + 1, ordinal).filter((between) => !withdrawn.includes(between));
  return {
    model,
    activeVersion: pointer?.activeVersion,
    active,
    newest: ordinal,
    newestVersion: version,
    withdrawn: [...withdrawn, ...abandoned],
    ordinal,
  };
}

/** The pointer once `version` is what readers see; the one they saw before can be flipped back to. */
export function activated(pointer: ModelPointer, version: string, ordinal: number): ModelPointer {
  const { model, newest, newestVersion, withdrawn } = pointer;
  const kept = { model, newest, newestVersion, withdrawn, activeVersion: version, active: ordinal };
  if (ordinal === pointer.active) return { ...pointer, ...kept };
  const { active: previous, activeVersion: previousVersion } = pointer;
  return previousVersion === undefined ? kept : { ...kept, previous, previousVersion };
}

export type ActivationPlan =
  /** Readers see it already. */
  | { readonly how: 'none' }
  /** Its rows are all there: flip the pointer to this ordinal. */
  | { readonly how: 'flip'; readonly ordinal: number }
  /** Rows dropped it: run the job publish-model, which writes them again from its files in S3. */
  | { readonly how: 'republish' }
  | { readonly how: 'refused'; readonly reason: string };

/** How to make `version` the active one: only the one before (or, gone back, the one after) can be flipped to. */
export function planActivation(
  pointer: ModelPointer | undefined,
  versions: readonly ModelVersion[],
  version: string,
): ActivationPlan {
  const known = versions.find((candidate) => candidate.version === version);
  if (!known) return { how: 'refused', reason: `version ${version} is not known` };
  if (known.state === 'refused')
    return {
      how: 'refused',
      reason: `version ${version} was refused: ${known.refusal}; publish-model with force publishes it`,
    };
  if (pointer?.activeVersion === version) return { how: 'none' };
  if (pointer?.previousVersion === version && pointer.previous !== undefined)
    return { how: 'flip', ordinal: pointer.previous };
  return { how: 'republish' };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
