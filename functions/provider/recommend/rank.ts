import type { z } from 'zod';
import type { RankRequest, rankReply } from '../../../contract/api/recommend.ts';
import { type SectionDocument, sectionDocument } from '../../../domain/registry/documents.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import { itemOf } from './answer.ts';
import type { Kitchen } from './kitchen.ts';
import { ledgerOf } from './ledger.ts';
import { makePage } from './page.ts';
import { known, type PageQuery } from './query.ts';

/** The provider document that orders lists, and the section that stands in for one. */
const RANK = 'rank';
const SECTION: SectionDocument = sectionDocument.parse({
  name: RANK,
  provider: RANK,
  titleKey: 'rank',
  titles: { en: 'Ranked', ko: '정렬' },
  minItems: 0,
});

/**
 * POST /rank: the shop's own list, ordered for an actor by the provider `rank`.
 *
 * @param recommendationId of this answer
 * @throws Problem 404 when the registry has no provider `rank`; 503 when the items cannot be read
 */
export async function rankList(
  body: RankRequest,
  kitchen: Kitchen,
  recommendationId: string,
): Promise<z.infer<typeof rankReply>> {
  const query = queryOf(body);
  known('provider', RANK, kitchen.registry.providers);
  const { sections, context } = await makePage(query, {
    ...kitchen,
    registry: withSection(kitchen.registry),
  });
  const { filled, degraded } = sections[0]!;
  return {
    recommendationId,
    personal: filled.picked.some(({ personal }) => personal),
    items: filled.picked.map((candidate, position) => itemOf(candidate, position, query, context)),
    omitted: [...sections[0]!.ranked.removed, ...filled.removed].map(({ itemId, reason }) => ({
      itemId,
      reason,
    })),
    ...(degraded.length > 0 && { degraded: [...degraded] }),
    ...(query.explain && { ledger: ledgerOf(sections[0]!, 0, query.locale) }),
  };
}

const withSection = (registry: Registry): Registry => ({
  ...registry,
  sections: new Map([...registry.sections, [RANK, SECTION]]),
});

function queryOf({
  itemIds,
  userId,
  cookieId,
  context = {},
  locale,
  fields,
  explain,
}: RankRequest): PageQuery {
  const only = [...new Set(itemIds)];
  return {
    page: RANK,
    sections: [RANK],
    userId,
    cookieId,
    context,
    filters: {},
    exclude: [],
    only,
    limitOf: () => only.length,
    locale: locale ?? 'en',
    fields: fields ?? [],
    explain: explain ?? false,
  };
}
