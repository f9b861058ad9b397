import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import { onExit, onTraits, runSteps } from '../../../domain/ranking/steps/index.ts';
import type { AnyStep, Removal, StepResult } from '../../../domain/ranking/steps/step.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { ItemReader } from './item-reader.ts';

/** As many as one call reads. */
const KNOWN_AT_ONCE = 100;

/**
 * The candidates of a section that may be shown by what they are, found a part at a time as they are wanted. Who would leave by what it was a
 * moment ago is read before it does: a write shows in the next answer.
 */
export class Sieve {
  /** Best first. */
  readonly passed: Candidate[] = [];
  readonly removed: Removal[] = [];
  readonly #candidates: readonly Candidate[];
  readonly #filters: ProviderDocument['steps'];
  /** What was read is judged whole. */
  readonly #all: readonly AnyStep[];
  readonly #context: RankingContext;
  /** What items are, not how they stand: whatever else was read, the same passes. */
  readonly #traits: RankingContext;
  readonly #reader: ItemReader;
  #at = 0;
  #looked: StepResult & { readonly part: readonly Candidate[] } = { part: [], kept: [], removed: [] };
  #doubtful: ReadonlySet<string> = new Set();

  constructor(
    candidates: readonly Candidate[],
    { steps }: ProviderDocument,
    context: RankingContext,
    reader: ItemReader,
  ) {
    this.#candidates = candidates;
    this.#filters = onTraits(steps);
    this.#all = onExit(steps);
    this.#context = context;
    this.#traits = { ...context, items: new Map() };
    this.#reader = reader;
  }

  /** Whether all candidates went through. */
  get isDone(): boolean {
    return this.#at >= this.#candidates.length;
  }

  /** What did not go through yet. */
  get left(): readonly Candidate[] {
    return this.#candidates.slice(this.#at);
  }

  /** Puts more candidates through, `wanted` or somewhat more. @throws Problem 503 */
  async more(wanted: number): Promise<void> {
    await sift([{ sieve: this, wanted }], this.#reader);
  }

  partOf(wanted: number): readonly Candidate[] {
    return this.#candidates.slice(this.#at, this.#at + Math.max(wanted, KNOWN_AT_ONCE));
  }

  /** Puts a part through that is known; who leaves unread has to be read before `settle`. */
  look(part: readonly Candidate[]): string[] {
    this.#at += part.length;
    this.#looked = { part, ...runSteps(this.#filters, part, this.#traits) };
    this.#doubtful = new Set(
      this.#looked.removed.map(({ itemId }) => itemId).filter((itemId) => !this.#context.items.has(itemId)),
    );
    return [...this.#doubtful];
  }

  settle(): void {
    const { part, kept, removed } = this.#looked;
    const isDoubtful = ({ itemId }: { readonly itemId: string }) => this.#doubtful.has(itemId);
    const again = runSteps(this.#all, part.filter(isDoubtful), this.#context);
    const passed = new Set([...kept, ...again.kept]);
    this.passed.push(...part.filter((candidate) => passed.has(candidate)));
    this.removed.push(...removed.filter((removal) => !isDoubtful(removal)), ...again.removed);
  }
}

interface Sifted {
  readonly sieve: Sieve;
  readonly wanted: number;
}

/** Puts candidates of several sections through, with two reads for all of them at most. @throws Problem 503 */
export async function sift(sifted: readonly Sifted[], reader: ItemReader): Promise<void> {
  const parts = sifted.map(({ sieve, wanted }) => sieve.partOf(wanted));
  await reader.know(parts.flat().map(({ itemId }) => itemId));
  await reader.need(sifted.flatMap(({ sieve }, index) => sieve.look(parts[index]!)));
  for (const { sieve } of sifted) sieve.settle();
}
