import type { Counted } from '../models/lift.ts';
import type { ModelRow } from '../ports.ts';

/** Kinds of together rows. */
export const ROW_KINDS = ['view', 'buy', 'basket', 'view-buy'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** A row that a source wants: of the together models by kind, or a snapshot of what is popular with a facet, trending, or taken up lately; or of any published model. */
export interface RowRequest {
  readonly kind: RowKind | 'popular' | 'trending' | 'adopted' | `model:${string}`;
  readonly key: string;
  /** Whether what its scores were made of is wanted with it. */
  readonly withCounted?: boolean | undefined;
}

/** A row as sources see it. */
export interface ReadRow extends ModelRow {
  /** What its scores were made of, where that was asked for and is known. */
  readonly counted?: Counted | undefined;
}

/** The rows that were found, by kind and key. */
export class RowTable {
  readonly #rows = new Map<string, ReadRow>();

  set(request: RowRequest, row: ReadRow): void {
    this.#rows.set(rowName(request), row);
  }

  /** Takes over the rows of another table. */
  add(other: RowTable): void {
    for (const [name, row] of other.#rows) this.#rows.set(name, row);
  }

  get(kind: RowRequest['kind'], key: string): ReadRow | undefined {
    return this.#rows.get(rowName({ kind, key }));
  }
}

/** The row that a request is about. */
export const rowName = ({ kind, key }: RowRequest): string => `${kind}\t${key}`;

/** Requests without repetition, in their order: the first are the most wanted. */
export function distinct(requests: readonly RowRequest[]): RowRequest[] {
  const byName = new Map<string, RowRequest>();
  for (const request of requests) {
    const name = rowName(request);
    const known = byName.get(name);
    if (!known || request.withCounted) byName.set(name, request);
  }
  return [...byName.values()];
}
