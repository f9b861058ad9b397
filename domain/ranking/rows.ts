import type { ModelRow } from '../ports.ts';
import type { RowKind } from './sources/source.ts';

/** A row that a source wants: of the together models by kind, or a snapshot of what is popular with a facet, or trending; or of any published model. */
export interface RowRequest {
  readonly kind: RowKind | 'popular' | 'trending' | `model:${string}`;
  readonly key: string;
}

/** The rows that were found, by kind and key. */
export class RowTable {
  readonly #rows = new Map<string, ModelRow>();

  set({ kind, key }: RowRequest, row: ModelRow): void {
    this.#rows.set(`${kind}\t${key}`, row);
  }

  /** Takes over the rows of another table. */
  add(other: RowTable): void {
    for (const [name, row] of other.#rows) this.#rows.set(name, row);
  }

  get(kind: RowRequest['kind'], key: string): ModelRow | undefined {
    return this.#rows.get(`${kind}\t${key}`);
  }
}

/** Requests without repetition, in their order: the first are the most wanted. */
export function distinct(requests: readonly RowRequest[]): RowRequest[] {
  const byName = new Map(requests.map((request) => [`${request.kind}\t${request.key}`, request]));
  return [...byName.values()];
}
