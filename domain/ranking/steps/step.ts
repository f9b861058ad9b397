import { z } from 'zod';
import type { StoredItem } from '../../catalogue/item.ts';
import type { Candidate, RankingContext } from '../context.ts';

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
  /** False: it looks at ids and the context alone, so that it runs before any item is read. */
  readonly needsItems: boolean;
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

/** A filter by id: `why` answers why a candidate leaves, or undefined for one that may stay. */
export function idFilter<const Name extends string, Parameters extends Shape = typeof noParameters>(
  name: Name,
  why: (
    itemId: string,
    context: RankingContext,
    document: DocumentOf<Name, Parameters>,
  ) => string | undefined,
  parameters: Parameters = noParameters as Parameters,
) {
  return {
    name,
    schema: stepSchema(name, parameters),
    does: 'filter',
    needsItems: false,
    run: (
      candidates: readonly Candidate[],
      context: RankingContext,
      document: DocumentOf<Name, Parameters>,
    ) => judge(candidates, name, ({ itemId }) => why(itemId, context, document)),
  } as const;
}

/** A filter by the item itself; what the catalogue does not know leaves. */
export function itemFilter<const Name extends string, Parameters extends Shape = typeof noParameters>(
  name: Name,
  why: (
    item: StoredItem,
    context: RankingContext,
    document: DocumentOf<Name, Parameters>,
  ) => string | undefined,
  parameters: Parameters = noParameters as Parameters,
) {
  return {
    name,
    schema: stepSchema(name, parameters),
    does: 'filter',
    needsItems: true,
    run: (
      candidates: readonly Candidate[],
      context: RankingContext,
      document: DocumentOf<Name, Parameters>,
    ) =>
      judge(candidates, name, ({ itemId }) => {
        const item = context.items.get(itemId);
        return item ? why(item, context, document) : UNKNOWN;
      }),
  } as const;
}

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
