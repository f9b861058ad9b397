import type { Candidate, RankingContext } from '../context.ts';
import { adult } from './adult.ts';
import { affinity } from './affinity.ts';
import { atHand } from './at-hand.ts';
import { attributes } from './attributes.ts';
import { available } from './available.ts';
import { beside } from './beside.ts';
import { boost } from './boost.ts';
import { disliked } from './disliked.ts';
import { dueAgain } from './due-again.ts';
import { dueFirst } from './due-first.ts';
import { excluded } from './excluded.ts';
import { hidden } from './hidden.ts';
import { inCart } from './in-cart.ts';
import { interacted } from './interacted.ts';
import { mmrStep } from './mmr.ts';
import { nameGroupsStep } from './name-groups.ts';
import { ownListing } from './own-listing.ts';
import { pin } from './pin.ts';
import { priceRange } from './price-range.ts';
import { purchased } from './purchased.ts';
import { request } from './request.ts';
import { sameProduct } from './same-product.ts';
import { seenTooOften } from './seen-too-often.ts';
import { sellerCap } from './seller-cap.ts';
import { shuffle } from './shuffle.ts';
import { spaced } from './spaced.ts';
import { type AnyStep, judge, type Removal, type Step, type StepResult } from './step.ts';

/** Every step that a provider can name. */
export const STEPS = [
  atHand,
  excluded,
  inCart,
  hidden,
  available,
  ownListing,
  adult,
  disliked,
  priceRange,
  purchased,
  dueAgain,
  interacted,
  seenTooOften,
  attributes,
  sameProduct,
  beside,
  request,
  affinity,
  dueFirst,
  boost,
  nameGroupsStep,
  sellerCap,
  shuffle,
  mmrStep,
  spaced,
  pin,
] as const;

const BY_NAME: ReadonlyMap<string, Step> = new Map(STEPS.map((step) => [step.name, step as Step]));
const stepOf = ({ step }: AnyStep): Step => BY_NAME.get(step)!;

/** The filters that can tell by what an item is, before it is read. */
export const onTraits = <Document extends AnyStep>(steps: readonly Document[]): Document[] =>
  onItems(steps).filter((document) => stepOf(document).needs === 'traits');
/** The filters that judge the item itself, one by one. */
export const onItems = <Document extends AnyStep>(steps: readonly Document[]): Document[] =>
  steps.filter((document) => stepOf(document).needs !== 'ids' && stepOf(document).does === 'filter');
/** What is judged as an item leaves: by the filters of the document, and whatever it says, whether it can be bought and is for this viewer's age. */
export const onExit = (steps: readonly AnyStep[]): AnyStep[] => [...onItems(steps), ...ALWAYS];
const ALWAYS = [{ step: available.name }, { step: adult.name }];
/**
 * The steps that look at the pool as a whole: what is left when all filters have been. Pins are last wherever a document has them: what comes
 * behind them would move others to their places.
 */
export const onPool = <Document extends AnyStep>(steps: readonly Document[]): Document[] => {
  const isPin = (document: Document) => document.step === pin.name;
  const wanted = steps.filter((document) => stepOf(document).does !== 'filter');
  return [...wanted.filter((document) => !isPin(document)), ...wanted.filter(isPin)];
};

/** The items that steps look at beside the candidates. */
export const itemsBeside = (
  steps: readonly AnyStep[],
  known: Pick<RankingContext, 'viewer' | 'itemIds' | 'cart'>,
): string[] => steps.flatMap((document) => stepOf(document).items?.(document, known) ?? []);

/** Takes candidates through what steps can tell by ids: cheap, so it is done before anything is read. */
export const runOnIds = (
  steps: readonly AnyStep[],
  candidates: readonly Candidate[],
  context: RankingContext,
): StepResult =>
  runEach(steps, candidates, (kept, document) => {
    const step = stepOf(document);
    if (step.needs === 'ids') return step.run(kept, context, document);
    if (!step.byId) return { kept, removed: [] };
    return judge(kept, step.name, ({ itemId }) => step.byId?.(itemId, context));
  });

/** Takes candidates through steps in order; each that leaves does so with the first reason. */
export const runSteps = (
  steps: readonly AnyStep[],
  candidates: readonly Candidate[],
  context: RankingContext,
): StepResult =>
  runEach(steps, candidates, (kept, document) => stepOf(document).run(kept, context, document));

function runEach(
  steps: readonly AnyStep[],
  candidates: readonly Candidate[],
  run: (kept: readonly Candidate[], document: AnyStep) => StepResult,
): StepResult {
  let kept = candidates;
  const removed: Removal[] = [];
  for (const document of steps) {
    const result = run(kept, document);
    kept = result.kept;
    removed.push(...result.removed);
  }
  return { kept, removed };
}
