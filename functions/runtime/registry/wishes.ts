import type { ChangesBody } from '../../../contract/api/registry.ts';
import type { Wish } from '../../../domain/registry/commit.ts';
import { keyOf } from '../../../domain/registry/kinds.ts';
import { Problem } from '../problems.ts';

type Change = ChangesBody['changes'][number];

/** What changes ask for. @throws Problem 400 where two are of one document */
export function wishesOf(changes: readonly Change[]): Wish[] {
  const wishes = changes.map(wishOf);
  checkTwice(wishes);
  return wishes;
}

function wishOf({ kind, name, document }: Change): Wish {
  const key = keyOf({ kind, name });
  return document === null
    ? { key, state: 'deleted' }
    : { key, state: 'stored', document: named(name, document) };
}

/** With the name first, where a reader looks for it; one that is there already stays. */
export const named = (name: string, document: object): object => ({ name, ...document });

/** What the document of a change is called in errors. */
export const placeOfChange = (index: number): string => `changes[${index}].document`;

function checkTwice(wishes: readonly Wish[]): void {
  const keys = wishes.map(({ key }) => key);
  const at = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (at < 0) return;
  const error = { field: `changes[${at}]`, message: 'must be of another document each', got: keys[at]! };
  throw new Problem(400, 'invalid-body', `${error.field}: ${error.message}, got ${error.got} twice`, {
    errors: [error],
  });
}
