import type { OneDocumentReply } from '../../contract/api/registry.ts';
import { STEPS } from '../../domain/ranking/steps/index.ts';
import type { StepDocument } from '../../domain/registry/documents.ts';

/** A provider's document as the API answers it: only its steps are looked into. */
export type Provider = NonNullable<OneDocumentReply['document']> & { readonly steps: readonly AnyStep[] };
type AnyStep = { readonly step: string };
/** A step that an editor put there. */
export type Decision = Pinned | Boosted;
export type Pinned = Extract<StepDocument, { step: 'pin' }>;
export type Boosted = Extract<StepDocument, { step: 'boost' }>;
export type State = 'waiting' | 'holds' | 'ended';

const isDecision = (step: AnyStep): step is Decision => step.step === 'pin' || step.step === 'boost';

/** What editors decided, in the order in which it is done. */
export const decisionsOf = ({ steps }: Provider): Decision[] => steps.filter(isDecision);

/** @param now milliseconds */
export function stateOf({ from, until }: Decision, now: number): State {
  if (until !== undefined && Date.parse(until) <= now) return 'ended';
  return from !== undefined && Date.parse(from) > now ? 'waiting' : 'holds';
}

/**
 * The provider with a decision more; without what has ended, and without what was decided about the same thing for the same time. Boosts
 * go before anything that arranges, pins behind everything, by their places.
 */
export function decide(provider: Provider, decision: Decision, now: number): Provider {
  const kept = withoutEnded(provider, now).steps.filter(
    (step) => !isDecision(step) || !isReplaced(step, decision),
  );
  return { ...provider, steps: decision.step === 'pin' ? pinned(kept, decision) : boosted(kept, decision) };
}

/** What a new decision takes the place of. */
export const replacedBy = (provider: Provider, decision: Decision, now: number): Decision[] =>
  decisionsOf(withoutEnded(provider, now)).filter((one) => isReplaced(one, decision));

/** The provider without a decision; undefined where it has none like that. */
export function without(provider: Provider, decision: Decision, now: number): Provider | undefined {
  const place = provider.steps.findIndex((step) => isDecision(step) && isSame(step, decision));
  if (place < 0) return undefined;
  return withoutEnded({ ...provider, steps: provider.steps.toSpliced(place, 1) }, now);
}

const withoutEnded = (provider: Provider, now: number): Provider => ({
  ...provider,
  steps: provider.steps.filter((step) => !isDecision(step) || stateOf(step, now) !== 'ended'),
});

const isReplaced = (old: Decision, decision: Decision): boolean =>
  old.step === decision.step && aboutOf(old) === aboutOf(decision) && overlap(old, decision);

/** What a decision is about; of a boost of many things all of them. */
const aboutOf = (one: Decision): string =>
  one.step === 'pin'
    ? one.itemId
    : JSON.stringify([Object.keys(one.items ?? {}).sort(), Object.keys(one.categories ?? {}).sort()]);

const overlap = (a: Decision, b: Decision): boolean =>
  (a.from ?? '') < (b.until ?? '~') && (b.from ?? '') < (a.until ?? '~');

/** By what they say, whatever the order in which they say it. */
const isSame = (a: Decision, b: Decision): boolean => flat(a) === flat(b);
const flat = (value: unknown): string =>
  JSON.stringify(value, (_, one) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
      : one,
  );

function pinned(steps: readonly AnyStep[], pin: Pinned): AnyStep[] {
  const isPin = (step: AnyStep): step is Pinned => step.step === 'pin';
  const pins = [...steps.filter(isPin), pin].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  return [...steps.filter((step) => !isPin(step)), ...pins];
}

function boosted(steps: readonly AnyStep[], boost: Boosted): AnyStep[] {
  const place = steps.findIndex(({ step }) => ARRANGING.has(step));
  return steps.toSpliced(place < 0 ? steps.length : place, 0, boost);
}
const ARRANGING: ReadonlySet<string> = new Set(
  STEPS.filter(({ does }) => does === 'arrange').map(({ name }) => name),
);

/** A decision in a line's words. */
export function wordsOf(one: Decision): string {
  if (one.step === 'pin') return `pin ${one.itemId} at ${one.position ?? 0}`;
  const items = Object.entries(one.items ?? {}).map(([itemId, factor]) => `${itemId} × ${factor}`);
  const categories = Object.entries(one.categories ?? {}).map(
    ([name, factor]) => `category ${name} × ${factor}`,
  );
  return `boost ${[...items, ...categories].join(', ') || 'nothing'}`;
}
