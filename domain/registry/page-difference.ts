/** Sections of a page with the items that each shows, as far as they are compared. */
export interface ShownSection {
  readonly section: string;
  readonly itemIds: readonly string[];
}

/** What becomes of one section of a page. */
export interface SectionDifference {
  readonly section: string;
  /** Items shown now, and under the proposal. */
  readonly now: number;
  readonly proposed: number;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  /** Items of both that stand at another place. */
  readonly moved: number;
  /** It shows something now, and would show nothing. */
  readonly emptied: boolean;
}

/** What becomes of a page, section by section: in the order of the proposed page, those that it has no more behind. */
export function pageDifference(
  now: readonly ShownSection[],
  proposed: readonly ShownSection[],
): SectionDifference[] {
  const before = new Map(now.map(({ section, itemIds }) => [section, itemIds]));
  const after = new Map(proposed.map(({ section, itemIds }) => [section, itemIds]));
  return [...new Set([...after.keys(), ...before.keys()])].map((section) =>
    differenceOf(section, before.get(section) ?? [], after.get(section) ?? []),
  );
}

function differenceOf(
  section: string,
  now: readonly string[],
  proposed: readonly string[],
): SectionDifference {
  const places = new Map(now.map((itemId, place) => [itemId, place]));
  const stays = new Set(proposed);
  return {
    section,
    now: now.length,
    proposed: proposed.length,
    entered: proposed.filter((itemId) => !places.has(itemId)),
    left: now.filter((itemId) => !stays.has(itemId)),
    moved: proposed.filter((itemId, place) => (places.get(itemId) ?? place) !== place).length,
    emptied: now.length > 0 && proposed.length === 0,
  };
}

/** Places of a page that show another item than before, or one where there was none. */
export const slotsChanged = (differences: readonly SectionDifference[]): number =>
  differences.reduce((sum, { entered, moved }) => sum + entered.length + moved, 0);

/** A page that shows something now, and would show nothing at all. */
export const isEmptied = (differences: readonly SectionDifference[]): boolean =>
  differences.some(({ now }) => now > 0) && differences.every(({ proposed }) => proposed === 0);
