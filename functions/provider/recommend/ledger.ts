import type { Candidate } from '../../../domain/ranking/context.ts';
import { sharesBy } from '../../../domain/ranking/merges/index.ts';
import type { Proposal } from '../../../domain/ranking/rank.ts';
import { wordsOf } from '../../../domain/ranking/reasons.ts';
import type { Removal } from '../../../domain/ranking/steps/step.ts';
import type { MadeSection } from './page.ts';
import type { Locale } from './query.ts';

/** Entries a list of the ledger shows: a page of whys, not a dump; counts are of all. */
const MOST = 200;
const WEIGHTED = { merge: 'weighted' } as const;

type Made = Pick<MadeSection, 'provider' | 'ranked' | 'filled' | 'served' | 'document'>;

/** Why the section is as it is: what each source proposed, what left at which step and why, and the order that remained. */
export function ledgerOf(made: Made, before: number, locale: Locale) {
  const { ranked, filled, provider } = made;
  const sources = ranked.proposals.map((proposal) => ({ proposal, shares: sharesOf(proposal, made) }));
  const removed = removals(made);
  return {
    sources: sources.map(({ proposal: { source, weight, isFallback, note, candidates }, shares }) => ({
      source,
      weight,
      ...(isFallback && { fallback: true }),
      ...noted(note()),
      count: candidates.length,
      candidates: candidates
        .toSorted((a, b) => b.score - a.score)
        .slice(0, MOST)
        .map(({ itemId, score }) => ({ itemId, score, share: shares.get(itemId) ?? 0 })),
    })),
    steps: ['dedupe', ...provider.steps.map(({ step }) => step)].map((step) => ({
      step,
      removed: removed.filter((one) => one.step === step).length,
    })),
    removed: removed.slice(0, MOST),
    order: filled.picked.map((candidate, place) => ({
      ...shown(candidate, before + place, locale),
      // Every source that proposed it, not only the one whose reason it carries.
      sources: sources.flatMap(({ proposal, shares }) => contribution(proposal, shares, candidate.itemId)),
    })),
  };
}

const shown = ({ itemId, score, reason, tier }: Candidate, position: number, locale: Locale) => ({
  itemId,
  position,
  score,
  tier,
  reason,
  words: wordsOf(reason, locale),
});

const noted = (note: string | undefined) => (note === undefined ? {} : { note });

const sharesOf = ({ candidates, weight, isFallback }: Proposal, { provider }: Made) =>
  sharesBy(isFallback ? WEIGHTED : provider.merge)(candidates, weight);

function contribution({ source, candidates }: Proposal, shares: ReadonlyMap<string, number>, itemId: string) {
  const candidate = candidates.find((one) => one.itemId === itemId);
  return candidate ? [{ source, score: candidate.score, share: shares.get(itemId) ?? 0 }] : [];
}

/** What became of one item in this section, in words. */
export function whyNotOf(itemId: string, made: Made, before: number) {
  const { filled, ranked, served, document } = made;
  const place = filled.picked.findIndex((candidate) => candidate.itemId === itemId);
  if (place >= 0 && served) return { itemId, answer: `it is shown, at position ${before + place}` };
  if (place >= 0) return { itemId, step: 'cut', answer: whyLeftOut(made) };
  const removal = removals(made).find((removed) => removed.itemId === itemId);
  if (removal) return { itemId, step: removal.step, answer: removal.reason };
  const cut = filled.rest.findIndex((candidate) => candidate.itemId === itemId);
  if (cut < 0) {
    const proposed = ranked.proposals.some(({ candidates }) =>
      candidates.some((candidate) => candidate.itemId === itemId),
    );
    const answer = proposed
      ? 'a source proposed it with a score of 0, or below what was merged'
      : `no source of ${document.provider} proposed it`;
    return { itemId, step: 'sources', answer };
  }
  const stands = filled.picked.length + cut + 1;
  const all = filled.picked.length + filled.rest.length;
  return {
    itemId,
    step: 'cut',
    answer: `others had higher scores: it stands at place ${stands} of ${all}, ${filled.picked.length} are shown`,
  };
}

const whyLeftOut = ({ filled, document }: Made): string =>
  `it would be shown, but the section is left out: it has ${filled.found} items, needs ${Math.max(1, document.minItems)}`;

const removals = ({ ranked, filled }: Made): Removal[] => [...ranked.removed, ...filled.removed];
