import type { ProviderDocument, SourceDocument } from '../registry/documents.ts';
import { type Boosts, boosted, NO_BOOSTS } from './boosts.ts';
import type { Candidate, RankingContext } from './context.ts';
import { append, mergeBy } from './merges/index.ts';
import { candidatesOf, noteOf } from './sources/index.ts';
import { runOnIds } from './steps/index.ts';
import { pinnedBy } from './steps/pin.ts';
import type { Removal, StepResult } from './steps/step.ts';

/** What each source proposed, for the ledger. */
export interface Proposal {
  readonly source: string;
  readonly weight: number;
  readonly candidates: readonly Candidate[];
  /** Asked only for places that the sources leave empty. */
  readonly isFallback: boolean;
  /** What a ledger has to say of them. */
  readonly note: () => string | undefined;
}

export interface Ranked {
  /** Best first; what needs the item to be judged is still among them. */
  readonly candidates: readonly Candidate[];
  readonly proposals: readonly Proposal[];
  readonly removed: readonly Removal[];
}

/**
 * sources → boosts → merge → fallback behind → pins in front → the steps that need no item. Boosts count for the items that were read.
 */
export function rank(provider: ProviderDocument, context: RankingContext, boosts = NO_BOOSTS): Ranked {
  const proposals = propose(provider.sources, context, boosts, false);
  const behind = propose(provider.fallback, context, boosts, true);
  const pins = pinnedBy(provider.steps, context);
  const judge = judgeFor(provider, context);
  const merged = append(
    mergeBy(provider.merge, judge.beforeTurns(proposals), context),
    mergeBy(WEIGHTED, behind, context).map((one) => ({ ...one, fallback: true })),
  );
  const all = context.only ? ordered(context.only, merged) : inFront(pins, merged);
  const { kept, removed } = judge.atLast(all);
  return { candidates: kept, removed, proposals: [...proposals, ...behind] };
}

/** When the steps that need no item judge. */
interface Judge {
  beforeTurns(proposals: readonly Proposal[]): readonly Proposal[];
  atLast(all: readonly Candidate[]): StepResult;
}

/**
 * As a rule once, behind the merge. Where sources take turns they do so with what may be shown alone: what earlier pages showed would take
 * the turns of a later one, so that its sources no longer had their shares.
 */
function judgeFor({ merge, steps }: ProviderDocument, context: RankingContext): Judge {
  // A document says where, not whether: what earlier pages showed, or the request excludes, never comes.
  const judging = steps.some(({ step }) => step === EXCLUDED.step) ? steps : [...steps, EXCLUDED];
  const run = (candidates: readonly Candidate[]) => runOnIds(judging, candidates, context);
  return merge.merge === 'pattern'
    ? rememberingJudge(run)
    : { beforeTurns: (proposals) => proposals, atLast: run };
}

/** Judges each item once, whoever proposes it. */
function rememberingJudge(run: (candidates: readonly Candidate[]) => StepResult): Judge {
  const removed = new Map<string, Removal>();
  const known = new Set<string>();
  const left = (candidates: readonly Candidate[]): Candidate[] => {
    const fresh = candidates.filter(({ itemId }) => !known.has(itemId));
    for (const removal of run(fresh).removed) removed.set(removal.itemId, removal);
    for (const { itemId } of fresh) known.add(itemId);
    return candidates.filter(({ itemId }) => !removed.has(itemId));
  };
  return {
    beforeTurns: (proposals) => proposals.map((one) => ({ ...one, candidates: left(one.candidates) })),
    atLast: (all) => ({ kept: left(all), removed: [...removed.values()] }),
  };
}

/** Pinned items first, with the best score: nothing of their name or seller may stand for them until they are moved to their places. */
function inFront(pins: readonly Candidate[], merged: readonly Candidate[]): readonly Candidate[] {
  if (pins.length === 0) return merged;
  const known = new Map(merged.map((candidate) => [candidate.itemId, candidate]));
  const pinned = new Map(pins.map((pin) => [pin.itemId, known.get(pin.itemId) ?? pin]));
  const score = merged[0]?.score ?? 1;
  return [
    ...Array.from(pinned.values(), (candidate) => ({ ...candidate, score, isPinned: true })),
    ...merged.filter(({ itemId }) => !pinned.has(itemId)),
  ];
}

/** Only what is on a list; what nothing speaks for stands behind, in the list's own order. */
function ordered(list: readonly string[], merged: readonly Candidate[]): readonly Candidate[] {
  const wanted = new Set(list);
  const listed = list.map(
    (itemId, place): Candidate => ({
      itemId,
      score: 1 - place / list.length,
      tier: 'popular',
      personal: false,
      reason: 'asked',
    }),
  );
  return append(
    merged.filter(({ itemId }) => wanted.has(itemId)),
    listed,
  );
}

const EXCLUDED = { step: 'excluded' } as const;
const WEIGHTED = { merge: 'weighted' } as const;

const propose = (
  sources: readonly SourceDocument[],
  context: RankingContext,
  boosts: Boosts,
  isFallback: boolean,
): Proposal[] =>
  sources.map((source) => ({
    source: source.source,
    weight: source.weight,
    isFallback,
    note: () => noteOf(source, context),
    candidates: boosted(candidatesOf(source, context), boosts, context),
  }));
