import type { ChangesBody } from '../../../contract/api/registry.ts';
import { documentsOf } from '../../../domain/registry/applied.ts';
import { listedByKind } from '../../../domain/registry/check.ts';
import { makeRegistry, type Registry } from '../../../domain/registry/registry.ts';
import type { Stores } from '../ports.ts';
import { changed, judge } from './judge.ts';
import { readState } from './state.ts';
import { placeOfChange, wishesOf } from './wishes.ts';

/** The registry as the store has it, and as changes would make it. @throws Problem 400, 409 as a change of the registry would */
export async function registriesUnder(
  changes: ChangesBody['changes'],
  { registry }: Pick<Stores, 'registry'>,
): Promise<{ readonly proposed: Registry; readonly now: () => Registry }> {
  const state = await readState(registry);
  const wishes = wishesOf(changes);
  judge(wishes, state, placeOfChange);
  const before = documentsOf(state.applied);
  return {
    now: () => makeRegistry(listedByKind(before)),
    proposed: makeRegistry(listedByKind(changed(before, wishes))),
  };
}
