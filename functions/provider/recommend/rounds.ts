import type { Proposal, Ranked } from '../../../domain/ranking/rank.ts';
import type { Removal } from '../../../domain/ranking/steps/step.ts';
import type { Filled } from './fill.ts';
import type { MadeSection } from './page.ts';

/** A section before it is known whether it is served. */
export type Made = Omit<MadeSection, 'served'>;

/** A section that looked further into the market: what all rounds proposed, removed and could not read, and where the last one stands. */
export function withMore(before: Made | undefined, more: Made): Made {
  if (!before) return more;
  const picked = [...before.filled.picked, ...more.filled.picked];
  const shown = new Set(picked.map(({ itemId }) => itemId));
  const left = (removals: readonly Removal[]) => removals.filter(({ itemId }) => !shown.has(itemId));
  const filled: Filled = {
    ...more.filled,
    picked,
    found: before.filled.picked.length + more.filled.found,
    removed: once([...left(before.filled.removed), ...left(more.filled.removed)]),
  };
  const ranked: Ranked = {
    ...more.ranked,
    proposals: more.ranked.proposals.map((one, index) => together(before.ranked.proposals[index], one)),
    removed: once([...left(before.ranked.removed), ...left(more.ranked.removed)]),
  };
  const degraded = [...new Set([...before.degraded, ...more.degraded])];
  return { ...more, filled, ranked, degraded };
}

/** Both rounds' candidates of one source; an item's are those of the round that looked at it first. */
function together(before: Proposal | undefined, more: Proposal): Proposal {
  const known = new Set(before?.candidates.map(({ itemId }) => itemId));
  const added = more.candidates.filter(({ itemId }) => !known.has(itemId));
  return { ...more, candidates: [...(before?.candidates ?? []), ...added] };
}

/** Each item's first removal. */
const once = (removals: readonly Removal[]): Removal[] =>
  [...new Map(removals.toReversed().map((removal) => [removal.itemId, removal])).values()].reverse();
