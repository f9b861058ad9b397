import type { RegistryHead } from '../../../domain/ports.ts';
import { type Commit, commitOf, type Wish } from '../../../domain/registry/commit.ts';
import { type ApiContext, type ApiRequest, iso } from '../../runtime/api.ts';
import { Problem } from '../../runtime/problems.ts';
import { judge, type PlaceOf } from '../../runtime/registry/judge.ts';
import { answered, isMoved, type RegistryState, readState } from '../../runtime/registry/state.ts';

/** Who changes it and why. */
export interface Signed {
  readonly author?: string | undefined;
  readonly note?: string | undefined;
}

interface Asked {
  /** What to change, decided on the registry as it is; asked again when somebody else was quicker. @throws Problem */
  readonly wishes: (state: RegistryState) => readonly Wish[] | Promise<readonly Wish[]>;
  readonly signed: Signed;
  readonly placeOf?: PlaceOf;
  readonly dryRun?: boolean;
}

/** Rivals that a change gives way to before it gives up. */
const TRIES = 5;

/**
 * Decides a change on the registry as it is, checks what would be, and commits it if nobody changed it meanwhile: what was checked is
 * what will be. @throws Problem 400, 404, 409, 412, 503
 */
export async function change(asked: Asked, request: ApiRequest, context: ApiContext): Promise<Commit> {
  for (let attempt = 1; ; attempt++) {
    const state = await readState(context.stores.registry);
    const wishes = await asked.wishes(state);
    judge(wishes, state, asked.placeOf ?? (() => ''));
    const commit = prepared(state.head, wishes, asked.signed, request, context);
    if (asked.dryRun) return commit;
    try {
      await answered(context.stores.registry.commit(commit.head, commit.versions));
      return commit;
    } catch (error) {
      if (!isMoved(error)) throw error;
      if (attempt === TRIES) throw busy(error);
    }
  }
}

function prepared(
  head: RegistryHead,
  wishes: readonly Wish[],
  { author, note }: Signed,
  { now, keyId }: ApiRequest,
  { random }: ApiContext,
): Commit {
  const by = author === undefined ? `key ${keyId}` : `${author} (key ${keyId})`;
  try {
    return commitOf(head, wishes, { id: random(12).toString('base64url'), at: iso(now), by, note });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'registry-full')) throw cause;
    throw new Problem(409, 'registry-full', cause.message, { cause });
  }
}

const busy = (cause: unknown): Problem =>
  new Problem(409, 'registry-moved', 'others change the registry all the time; try again', { cause });
