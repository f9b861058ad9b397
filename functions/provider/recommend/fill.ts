import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import { onItems, onPool, runSteps } from '../../../domain/ranking/steps/index.ts';
import type { Removal } from '../../../domain/ranking/steps/step.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { ItemReader } from './item-reader.ts';
import type { Sieve } from './sieve.ts';

export interface Filled {
  readonly picked: readonly Candidate[];
  /** The best that was cut, if any: there is a next page. */
  readonly next: Candidate | undefined;
  /** Everything that was cut of what came into question, the best first. */
  readonly rest: readonly Candidate[];
  readonly removed: readonly Removal[];
}

export interface Filling {
  /** Candidates of the section, the best first, as far as they may be shown by what they are. */
  readonly sieve: Sieve;
  readonly provider: ProviderDocument;
  readonly limit: number;
  /** Shown in an earlier section of this page. */
  readonly shown: ReadonlySet<string>;
  /** Judge every candidate, for a ledger. */
  readonly whole: boolean;
}

/** What a section would show if nothing of it had to leave. */
export interface Draft {
  /** Best first. */
  readonly arranged: readonly Candidate[];
  readonly removed: readonly Removal[];
  /** Candidates that did not come into the pool since it was full. */
  readonly beyond: readonly Candidate[];
}

/** Read beside what is shown, for what few have to leave: a second read costs a millisecond. */
const SPARE = 3;
/** Then all that is arranged is read at once: a pool of which so much is gone does not get better piece by piece. */
const PIECEWISE = 2;

/** How many candidates a section arranges, at least twice what it shows; all that is read of one that arranges nothing. */
export const poolOf = ({ steps, pool }: ProviderDocument, limit: number): number =>
  onPool(steps).length > 0 ? Math.max(pool, 2 * limit + 1) : limit + SPARE;

/** What is read of a draft before any of it leaves. */
export const headOf = ({ arranged }: Draft, limit: number): string[] =>
  arranged.slice(0, limit + SPARE).map(({ itemId }) => itemId);

/**
 * dedupe → the pool → the steps that arrange it.
 *
 * @param struck what was read and may not leave
 * @throws Problem 503 when what is not known cannot be read
 */
export async function draft(
  { sieve, provider, limit, shown }: Filling,
  struck: ReadonlySet<string>,
  context: RankingContext,
): Promise<Draft> {
  const wanted = poolOf(provider, limit);
  const pool: Candidate[] = [];
  const dropped: Removal[] = [];
  let at = 0;
  for (; pool.length < wanted; at++) {
    while (at === sieve.passed.length && !sieve.isDone) await sieve.more(wanted - pool.length);
    const candidate = sieve.passed[at];
    if (!candidate) break;
    if (struck.has(candidate.itemId)) continue;
    if (shown.has(candidate.itemId)) dropped.push(dedupe(candidate));
    else pool.push(candidate);
  }
  const { kept, removed } = runSteps(onPool(provider.steps), pool, context);
  return {
    arranged: kept,
    removed: [...dropped, ...sieve.removed, ...removed],
    beyond: [...sieve.passed.slice(at), ...sieve.left],
  };
}

/** No item twice on a page: sections fill in page order. */
const dedupe = ({ itemId }: Candidate): Removal => ({
  itemId,
  step: 'dedupe',
  reason: 'an earlier section of the page shows it',
});

/**
 * Drafts the section, reads what it would show, strikes out what may not leave and drafts again, until all of it may: what is arranged but
 * not shown is not read. The same candidates give the same answer whatever was held in memory.
 *
 * @param first the draft with nothing struck out, where it was made before
 * @throws Problem 503 when the items cannot be read, for nothing unseen may leave
 */
export async function fill(
  filling: Filling,
  context: RankingContext,
  reader: ItemReader,
  first?: Draft,
): Promise<Filled> {
  const { provider, limit } = filling;
  const struck = new Map<string, Removal>();
  for (let round = 1; ; round++) {
    const drafted = (round === 1 && first) || (await draft(filling, new Set(struck.keys()), context));
    const looked = round > PIECEWISE ? drafted.arranged : drafted.arranged.slice(0, limit + 1);
    const leaving = looked.map(({ itemId }) => itemId);
    // Who is to be read for those that were struck out comes with spares again; where the first ones do nobody is.
    if (!reader.hasRead(leaving)) await reader.readAhead(headOf(drafted, limit));
    await reader.need(leaving);
    const { removed } = runSteps(onItems(provider.steps), looked, context);
    for (const removal of removed) struck.set(removal.itemId, removal);
    if (removed.length === 0) return cut(drafted, [...struck.values()], filling, context, reader);
  }
}

async function cut(
  { arranged, removed, beyond }: Draft,
  struck: readonly Removal[],
  { provider, limit, whole, shown }: Filling,
  context: RankingContext,
  reader: ItemReader,
): Promise<Filled> {
  const made = { picked: arranged.slice(0, limit), next: arranged[limit] };
  const gone = [...removed, ...struck];
  if (!whole) return { ...made, rest: arranged.slice(limit), removed: gone };
  // For a ledger alone: it must not change the order.
  const twice = beyond.filter(({ itemId }) => shown.has(itemId));
  const others = [...arranged.slice(limit + 1), ...beyond.filter(({ itemId }) => !shown.has(itemId))];
  await reader.need(others.map(({ itemId }) => itemId));
  const judged = runSteps(onItems(provider.steps), others, context);
  return {
    ...made,
    rest: [...(made.next ? [made.next] : []), ...judged.kept],
    removed: [...gone, ...twice.map(dedupe), ...judged.removed],
  };
}
