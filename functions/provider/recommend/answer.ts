import type { SectionReply } from '../../../contract/api/recommend.ts';
import type { StoredItem } from '../../../domain/catalogue/item.ts';
import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import type { SectionDocument } from '../../../domain/registry/documents.ts';
import { ledgerOf, whyNotOf } from './ledger.ts';
import type { MadeSection } from './page.ts';
import type { ItemField, Locale, PageQuery } from './query.ts';

interface Serving {
  readonly query: PageQuery;
  readonly context: RankingContext;
  readonly recommendationId: string;
  /** Items that earlier pages of this section showed. */
  readonly before: number;
  readonly nextCursor: string | undefined;
}

/** A made section in the contract's shape. */
export function answerOf(made: MadeSection, serving: Serving): SectionReply {
  const { document, provider, filled, served, degraded } = made;
  const { query, context, recommendationId, before, nextCursor } = serving;
  const picked = served ? filled.picked : [];
  return {
    section: document.name,
    ...titleOfSection(document, picked, context, query.locale),
    recommendationId,
    provider: provider.name,
    personal: picked.some(({ personal }) => personal),
    items: picked.map((candidate, index) => itemOf(candidate, before + index, query, context)),
    ...(nextCursor !== undefined && { nextCursor }),
    ...(degraded.length > 0 && { degraded: [...degraded] }),
    ...(!served && { omitted: whyOmitted(made) }),
    ...(query.explain && { ledger: ledgerOf(made, before, query.locale) }),
    ...(query.whyNot !== undefined && { whyNot: whyNotOf(query.whyNot, made, before) }),
  };
}

/** What a section is called: a title must not promise what is not there, nor name what may not be named. */
function titleOfSection(
  document: SectionDocument,
  picked: readonly Candidate[],
  context: RankingContext,
  locale: Locale,
) {
  const subject = document.aboutItem ? about(picked, context, locale) : {};
  const isFallback = picked.length > 0 && picked.every(isForEverybody);
  const title = document.titles[locale];
  const isNameless = title.includes(ITEM) && subject.titleParams === undefined;
  const { fallbackTitle } = document;
  if (fallbackTitle && (isFallback || isNameless))
    return { title: fallbackTitle.titles[locale], titleKey: fallbackTitle.titleKey };
  return {
    title: title.replace(ITEM, () => subject.titleParams?.item ?? ''),
    titleKey: document.titleKey,
    ...subject,
  };
}

/** What everybody gets, from the index or from a snapshot. */
const isForEverybody = ({ tier, personal }: Candidate): boolean =>
  tier === 'popular' || (tier === 'snapshot' && !personal);

/** Stands in a title for the item that the section is about. */
const ITEM = '{item}';

/** The item of the viewer's that led to all of it, else the first at hand. */
function about(
  picked: readonly Candidate[],
  { itemIds, items }: RankingContext,
  locale: Locale,
): { readonly basedOn?: string; readonly titleParams?: { readonly item: string } } {
  const itemId = picked[0]?.because ?? itemIds[0];
  if (itemId === undefined) return {};
  const item = items.get(itemId);
  // What was taken down, or is for adults, is not named.
  const isNamed = item && item.status !== 'sanctioned' && item.status !== 'deleted' && !item.adult;
  return { basedOn: itemId, ...(isNamed && { titleParams: { item: titleOf(item, locale) } }) };
}

function whyOmitted({ document, filled, degraded }: MadeSection): string {
  const few = `has ${filled.found} items, needs ${Math.max(1, document.minItems)}`;
  return degraded.length > 0 ? `${few}; could not read: ${degraded.join(', ')}` : few;
}

/** An item as it is answered, with the fields asked for. */
export function itemOf(
  candidate: Candidate,
  position: number,
  { fields, locale }: Pick<PageQuery, 'fields' | 'locale'>,
  { items }: Pick<RankingContext, 'items'>,
) {
  const { itemId, score, reason, tier } = candidate;
  const item = fields.length > 0 ? items.get(itemId) : undefined;
  return { itemId, position, score, reason, tier, ...(item && { item: bind(item, fields, locale) }) };
}

/** The fields asked for, as the catalogue has them now; the title in the locale where there is one. */
function bind(item: StoredItem, fields: readonly ItemField[], locale: Locale): Record<string, unknown> {
  const values = fields.map((field) => [field, field === 'title' ? titleOf(item, locale) : item[field]]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const titleOf = ({ title, titles }: StoredItem, locale: Locale): string => titles?.[locale] ?? title;
