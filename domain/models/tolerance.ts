import type { ModelItem } from '../ports.ts';

/** Items of a row whose order readers see: as many as a section shows unless asked for another number. */
export const SERVED_TOP = 20;

/**
 * Whether a stored row may stay in the place of a new version's row (design §6): the order of its served
 * top is the same, and no score moved by more than `tolerance`, a share of the larger of the two. An item
 * that one row lacks has the score 0 there; where both rows are equally long it fell off the end, and may
 * have had the last score. Counts of a row that stays are as old as its scores. Tolerance 0: only an equal
 * row stays.
 *
 * Ask with the stored row, never with the last version's: so errors do not add up over many versions. O(n)
 */
export function mayStay(
  stored: readonly ModelItem[],
  candidate: readonly ModelItem[],
  tolerance: number,
): boolean {
  if (tolerance === 0) return isEqual(stored, candidate);
  return (
    hasSameTop(stored, candidate) &&
    isNear(stored, candidate, tolerance) &&
    isNear(candidate, stored, tolerance)
  );
}

function isEqual(row: readonly ModelItem[], other: readonly ModelItem[]): boolean {
  if (row.length !== other.length) return false;
  return row.every(([itemId, score, count], at) => {
    const [otherId, otherScore, otherCount] = other[at]!;
    return itemId === otherId && Object.is(score, otherScore) && count === otherCount;
  });
}

function hasSameTop(row: readonly ModelItem[], other: readonly ModelItem[]): boolean {
  const size = Math.min(SERVED_TOP, Math.max(row.length, other.length));
  for (let at = 0; at < size; at++) if (row[at]?.[0] !== other[at]?.[0]) return false;
  return true;
}

/** Each score of `row` against the other's. */
function isNear(row: readonly ModelItem[], other: readonly ModelItem[], tolerance: number): boolean {
  const scores = new Map(other.map(([itemId, score]) => [itemId, score]));
  const last = row.length === other.length ? (other.at(-1)?.[1] ?? 0) : 0;
  return row.every(([itemId, score]) => {
    const known = scores.get(itemId);
    if (known !== undefined) return moved(score, known) <= tolerance;
    return score <= last || moved(score, last) <= tolerance;
  });
}

/** How far two scores are apart, as a share of the larger. */
function moved(score: number, other: number): number {
  if (score === other) return 0;
  return Math.abs(score - other) / Math.max(Math.abs(score), Math.abs(other));
}
