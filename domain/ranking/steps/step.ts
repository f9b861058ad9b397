import { z } from 'zod';
import type { StoredItem } from '../../catalogue/item.ts';
import type { ItemTraits } from '../../catalogue/traits.ts';
import { type Candidate, type RankingContext, traitsIn } from '../context.ts';

/** Why a candidate left, and at which step. */
export interface Removal {
  readonly itemId: string;
  readonly step: string;
  readonly reason: string;
}

/** What a step makes of candidates: those that stay in their new order, and why the others left. */
export interface StepResult {
  readonly kept: readonly Candidate[];
  readonly removed: readonly Removal[];
}

/** What a document says of a step: its name, and the parameters that its schema describes. */
export interface AnyStep {
  readonly step: string;
}

/**
 * One thing that a provider does with its candidates, best first: filter, score anew, or arrange. Pure; a new one is a file here and a
 * line in index.ts.
 */
export interface Step<Document extends AnyStep = AnyStep> {
  readonly name: Document['step'];
  /** Of the document: `step` and the parameters, each with its default and bounds. */
  readonly schema: z.ZodType<Document>;
  /** filter: judges each candidate by itself; the others look at the pool as a whole, in which all filters have been. */
  readonly does: 'filter' | 'score' | 'arrange';
  /**
   * What it looks at beside the context. ids: it runs before any item is read. traits: what items are; a filter runs on these first, and
   * again on the item that is to leave. item: how the item stands now.
   */
  readonly needs: 'ids' | 'traits' | 'item';
  /** Of a filter that needs more: why an id cannot stay whatever its item is. It spares reading what leaves for it. */
  byId?(itemId: string, context: RankingContext): string | undefined;
  /** Items that it looks at beside the candidates. */
  items?(document: Document, known: Pick<RankingContext, 'viewer' | 'itemIds' | 'cart'>): string[];
  run(candidates: readonly Candidate[], context: RankingContext, document: Document): StepResult;
}

const noParameters = {};
type Shape = z.core.$ZodLooseShape;
/** The document of a step with these parameters. */
export const stepSchema = <Name extends string, Parameters extends Shape>(
  name: Name,
  parameters: Parameters,
) => z.strictObject({ step: z.literal(name), ...parameters });
type DocumentOf<Name extends string, Parameters extends Shape> = z.infer<
  ReturnType<typeof stepSchema<Name, Parameters>>
>;

/** Makes filters that judge each candidate by what `subjectOf` finds of it; what the catalogue does not know leaves. */
const filterBy =
  <const Needs extends Step['needs'], Subject>(
    needs: Needs,
    subjectOf: (itemId: string, context: RankingContext) => Subject | undefined,
  ) =>
  <const Name extends string, Parameters extends Shape = typeof noParameters>(
    name: Name,
    why: (
      subject: Subject,
      context: RankingContext,
      document: DocumentOf<Name, Parameters>,
    ) => string | undefined,
    parameters: Parameters = noParameters as Parameters,
  ) =>
    ({
      name,
      schema: stepSchema(name, parameters),
      does: 'filter',
      needs,
      run: (
        candidates: readonly Candidate[],
        context: RankingContext,
        document: DocumentOf<Name, Parameters>,
      ) =>
        judge(candidates, name, ({ itemId }) => {
          const subject = subjectOf(itemId, context);
          return subject === undefined ? UNKNOWN : why(subject, context, document);
        }),
    }) as const;

/** A filter by id: `why` answers why a candidate leaves, or undefined for one that may stay. */
export const idFilter = filterBy('ids', (itemId) => itemId);

/** A filter by what an item is; of one that was read also by its price. */
export const traitFilter = filterBy(
  'traits',
  (itemId, context) => traitsIn(context, itemId) as Judged | undefined,
);
export type Judged = ItemTraits & Partial<Pick<StoredItem, 'price'>>;

/** A filter by the item itself, as it stands now. */
export const itemFilter = filterBy('item', (itemId, { items }) => items.get(itemId));

/** Why a filter that needs the item lets one go. */
export const UNKNOWN = 'the catalogue does not know it';

/** Takes candidates through a rule in order. */
export function judge(
  candidates: readonly Candidate[],
  step: string,
  why: (candidate: Candidate) => string | undefined,
): StepResult {
  const kept: Candidate[] = [];
  const removed: Removal[] = [];
  for (const candidate of candidates) {
    const reason = why(candidate);
    if (reason === undefined) kept.push(candidate);
    else removed.push({ itemId: candidate.itemId, step, reason });
  }
  return { kept, removed };
}
