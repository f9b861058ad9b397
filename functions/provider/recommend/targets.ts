import { available } from '../../../domain/ranking/steps/available.ts';
import type { MadeSection } from './page.ts';

/** Sources that live on rows of the together models. */
const FROM_ROWS: readonly string[] = ['together', 'history', 'because'];

export interface TargetCounts {
  /** Items of rows that were read for a section: those shown, and those that could not be bought any more. */
  readonly asked: number;
  /** Those among them that could not be bought: what a row with `targets: live` should have few of. */
  readonly dead: number;
}

/** How much of the rows behind some sections is dead. */
export function targetsOf(sections: readonly Pick<MadeSection, 'ranked' | 'filled'>[]): TargetCounts {
  const counts = sections.map(countOf);
  return {
    asked: counts.reduce((sum, { asked }) => sum + asked, 0),
    dead: counts.reduce((sum, { dead }) => sum + dead, 0),
  };
}

function countOf({ ranked, filled }: Pick<MadeSection, 'ranked' | 'filled'>): TargetCounts {
  const fromRows = ranked.proposals.filter(({ source }) => FROM_ROWS.includes(source));
  const targets = new Set(fromRows.flatMap(({ candidates }) => candidates.map(({ itemId }) => itemId)));
  const shown = filled.picked.filter(({ itemId }) => targets.has(itemId)).length;
  const dead = filled.removed.filter(
    ({ itemId, step }) => step === available.name && targets.has(itemId),
  ).length;
  return { asked: shown + dead, dead };
}
