import { checkDocument, type Documents, missingOf } from './check.ts';
import { refOf } from './kinds.ts';

export interface Healed {
  /** Valid, each and together. */
  readonly documents: Documents;
  /** Names of which an older version serves. */
  readonly replaced: readonly string[];
  /** Names of which no version would do. */
  readonly dropped: readonly string[];
}

/**
 * The newest set of documents that is valid: each name by the first of its candidates (newest first) that its schema takes; then, while
 * one names what is not there, that one steps back, for a page with an older look is better than none.
 */
export function healed(candidates: ReadonlyMap<string, readonly unknown[]>): Healed {
  const left = new Map([...candidates].map(([key, all]) => [key, all.filter((one) => isValid(key, one))]));
  for (;;) {
    const documents = firstOf(left);
    const broken = [...documents].filter(([key, one]) => missingOf(key, one, documents).length > 0);
    if (broken.length === 0) return { documents, ...told(candidates, documents) };
    for (const [key] of broken) left.set(key, left.get(key)!.slice(1));
  }
}

const isValid = (key: string, document: unknown): boolean =>
  checkDocument(refOf(key), document).error === undefined;

const firstOf = (left: ReadonlyMap<string, readonly unknown[]>): Map<string, unknown> =>
  new Map([...left].flatMap(([key, all]) => (all.length > 0 ? [[key, all[0]] as const] : [])));

function told(candidates: ReadonlyMap<string, readonly unknown[]>, documents: Documents) {
  const keys = [...candidates.keys()];
  return {
    replaced: keys.filter((key) => documents.has(key) && documents.get(key) !== candidates.get(key)![0]),
    dropped: keys.filter((key) => !documents.has(key)),
  };
}
