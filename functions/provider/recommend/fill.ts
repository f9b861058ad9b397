import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import { onExit, onPool, runSteps } from '../../../domain/ranking/steps/index.ts';
import type { Removal } from '../../../domain/ranking/steps/step.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { ItemReader } from './item-reader.ts';
import type { Sieve } from './sieve.ts';

export interface Filled {
  readonly picked: readonly Candidate[];
  /** How many may be shown, as far as was looked: all that are picked, and where less is asked for than `least`, as many as that. */
  readonly found: number;
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
  /** Items that the section must have to be shown. */
  readonly least: number;
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
  /** Of the likeliest, those that arranging removed. */
  readonly near: readonly string[];
  /** Candidates that did not come into the pool since it was full. */
  readonly beyond: readonly Candidate[];
  /** What had changed by then of what was held. */
  readonly changes: number;
}

/** Read beside what is shown, for what few have to leave: a second read costs a millisecond. */
const SPARE = 3;
/** Then all that is arranged is read at once, and twice as much beyond it each time: where so much is gone it does not get better piece by piece. */
const PIECEWISE = 2;
const AT_ONCE = 100;
const MOST_AT_ONCE = 1600;

/** How many candidates a section arranges, at least twice what it shows; all that is read of one that arranges nothing. */
export const poolOf = ({ steps, pool }: ProviderDocument, wanted: number): number =>
  onPool(steps).length > 0 ? Math.max(pool, 2 * wanted + 1) : wanted + SPARE;

/** What is read of a draft before any of it leaves: what it would show, and what stands behind another of its name as far as is known. */
export const headOf = ({ arranged, near }: Draft, wanted: number): string[] => [
  ...idsOf(arranged.slice(0, wanted + SPARE)),
  ...near,
];

/** What is asked for, or what the section must have if that is more. */
export const wantedOf = ({ limit, least }: Pick<Filling, 'limit' | 'least'>): number =>
  Math.max(limit, least);

const idsOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ itemId }) => itemId);

/**
 * dedupe → the pool → the steps that arrange it. What these remove makes room for more.
 *
 * @param struck what was read and may not leave
 * @throws Problem 503 when what is not known cannot be read
 */
export async function draft(
  filling: Filling,
  struck: ReadonlySet<string>,
  context: RankingContext,
  reader: ItemReader,
): Promise<Draft> {
  const { sieve, provider } = filling;
  const wanted = wantedOf(filling);
  const drawn = new Pool(filling, struck);
  const aside: Removal[] = [];
  const near: string[] = [];
  for (;;) {
    await drawn.fill(poolOf(provider, wanted));
    const { kept, removed } = runSteps(onPool(provider.steps), drawn.pool, context);
    const gone = new Set(removed.map(({ itemId }) => itemId));
    aside.push(...removed);
    near.push(...idsOf(drawn.pool.slice(0, wanted + SPARE)).filter((itemId) => gone.has(itemId)));
    if (kept.length <= wanted && gone.size > 0 && !drawn.isDry) {
      drawn.drop(gone);
      continue;
    }
    const removedAll = [...drawn.shown.map(dedupe), ...sieve.removed, ...aside];
    return { arranged: kept, removed: removedAll, near, beyond: drawn.beyond, changes: reader.changes };
  }
}

/** The best candidates of a section that are neither struck out nor shown above. */
class Pool {
  pool: Candidate[] = [];
  readonly shown: Candidate[] = [];
  readonly #filling: Filling;
  readonly #struck: ReadonlySet<string>;
  #at = 0;

  constructor(filling: Filling, struck: ReadonlySet<string>) {
    this.#filling = filling;
    this.#struck = struck;
  }

  get isDry(): boolean {
    const { sieve } = this.#filling;
    return sieve.isDone && this.#at >= sieve.passed.length;
  }

  get beyond(): readonly Candidate[] {
    const { sieve } = this.#filling;
    return [...sieve.passed.slice(this.#at), ...sieve.left];
  }

  async fill(wanted: number): Promise<void> {
    const { sieve, shown } = this.#filling;
    for (; this.pool.length < wanted; this.#at++) {
      while (this.#at === sieve.passed.length && !sieve.isDone) await sieve.more(wanted - this.pool.length);
      const candidate = sieve.passed[this.#at];
      if (!candidate) return;
      if (this.#struck.has(candidate.itemId)) continue;
      if (shown.has(candidate.itemId)) this.shown.push(candidate);
      else this.pool.push(candidate);
    }
  }

  drop(itemIds: ReadonlySet<string>): void {
    this.pool = this.pool.filter(({ itemId }) => !itemIds.has(itemId));
  }
}

/** No item twice on a page: sections fill in page order. */
const dedupe = ({ itemId }: Candidate): Removal => ({
  itemId,
  step: 'dedupe',
  reason: 'an earlier section of the page shows it',
});

/**
 * Drafts the section, reads what it would show, strikes out what may not leave and drafts again, until all of it may and is what it was held
 * for: what is arranged but not shown is not read. The same candidates give the same answer whatever was held in memory.
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
  const { provider } = filling;
  const wanted = wantedOf(filling);
  const struck = new Map<string, Removal>();
  for (let round = 1; ; round++) {
    const known = round === 1 ? first : undefined;
    const drafted = known ?? (await draft(filling, new Set(struck.keys()), context, reader));
    const looked = lookedAt(drafted, wanted, round);
    // Who is to be read for those that were struck out comes with spares again; where the first ones do nobody is.
    if (!reader.hasRead(idsOf(looked))) await reader.readAhead(headOf(drafted, wanted));
    await reader.need(idsOf(looked));
    const { removed } = runSteps(onExit(provider.steps), looked, context);
    for (const removal of removed) struck.set(removal.itemId, removal);
    const isWhole = !drafted.arranged.some(({ itemId }) => struck.has(itemId));
    if (isWhole && reader.changes === drafted.changes)
      return cut(drafted, [...struck.values()], filling, context, reader);
  }
}

function lookedAt({ arranged, beyond }: Draft, wanted: number, round: number): readonly Candidate[] {
  if (round <= PIECEWISE) return arranged.slice(0, wanted + 1);
  const ahead = Math.min(MOST_AT_ONCE, AT_ONCE * 2 ** (round - PIECEWISE - 1));
  return [...arranged, ...beyond.slice(0, ahead)];
}

async function cut(
  { arranged, removed, beyond }: Draft,
  struck: readonly Removal[],
  filling: Filling,
  context: RankingContext,
  reader: ItemReader,
): Promise<Filled> {
  const { provider, limit, whole, shown } = filling;
  const found = Math.min(arranged.length, wantedOf(filling));
  const made = { picked: arranged.slice(0, limit), found, next: arranged[limit] };
  const gone = [...removed, ...struck];
  if (!whole) return { ...made, rest: arranged.slice(limit), removed: gone };
  // For a ledger alone: it must not change the order, of this section or another.
  const isStruck = new Set(struck.map(({ itemId }) => itemId));
  const behind = beyond.filter(({ itemId }) => !isStruck.has(itemId));
  const twice = behind.filter(({ itemId }) => shown.has(itemId));
  const others = [...arranged.slice(limit + 1), ...behind.filter(({ itemId }) => !shown.has(itemId))];
  const items = new Map([...context.items, ...(await reader.peek(idsOf(others)))]);
  const judged = runSteps(onExit(provider.steps), others, { ...context, items });
  return {
    ...made,
    rest: [...(made.next ? [made.next] : []), ...judged.kept],
    removed: [...gone, ...twice.map(dedupe), ...judged.removed],
  };
}
