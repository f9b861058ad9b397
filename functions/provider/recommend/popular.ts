import type { z } from 'zod';
import type { popularQuery, popularReply } from '../../../contract/api/recommend.ts';
import { FACET_NAMES, facet } from '../../../domain/clusters/facet.ts';
import type { WeightedFacet } from '../../../domain/popularity/blend.ts';
import { NOBODY, type RankingContext } from '../../../domain/ranking/context.ts';
import { rank } from '../../../domain/ranking/rank.ts';
import { rowsWanted } from '../../../domain/ranking/sources.ts';
import { type ProviderDocument, providerDocument } from '../../../domain/registry/documents.ts';
import type { ApiContext } from '../../runtime/api.ts';
import type { ModelReader } from '../model-reader.ts';
import { itemOf } from './answer.ts';
import { fill } from './fill.ts';
import { ItemReader } from './item-reader.ts';
import type { Popularity } from './popularity.ts';
import { readRows } from './rows.ts';

type Query = z.infer<typeof popularQuery>;

interface Kitchen {
  readonly api: ApiContext;
  readonly models: ModelReader;
  readonly popularity: Popularity;
  readonly now: number;
}

/** No viewer, so only what holds for everybody: adult items are left out. */
const FILTERS: ProviderDocument['filters'] = ['available', 'adult', 'request'];
const providerFor = (window: Query['window']): ProviderDocument =>
  providerDocument.parse({
    name: 'popular',
    sources: [{ source: 'popular', by: 'clusters', ...(window && { window }) }],
    filters: FILTERS,
  });

/** GET /popular: what is popular with the facets named, within the category if one is named; each item checked as it leaves. */
export async function popularItems(query: Query, kitchen: Kitchen): Promise<z.infer<typeof popularReply>> {
  const facets = facetsIn(query);
  const provider = providerFor(query.window);
  const serving = await kitchen.popularity.serving();
  const wanted = rowsWanted(provider, { viewer: NOBODY, itemIds: [], facets });
  const { rows, degraded } = await readRows(wanted, 'all', kitchen.models);
  const reader = new ItemReader(() => kitchen.api.stores.items);
  const context: RankingContext = {
    now: kitchen.now,
    viewer: NOBODY,
    facets,
    serving,
    itemIds: [],
    cart: new Set(),
    hidden: new Set(),
    isExcluded: () => false,
    filters: query.category === undefined ? {} : { categories: [query.category] },
    rows,
    items: reader.items,
  };
  const ranked = rank(provider, context);
  const filling = { ranked, provider, limit: query.limit, shown: new Set<string>(), whole: false };
  const { picked } = await fill(filling, context, reader);
  const looks = { fields: query.fields ?? [], locale: query.locale ?? 'en' };
  return {
    facets: facets.filter((one) => rows.get('popular', one.facet)).map((one) => one.facet),
    ...(serving && { asOf: serving.asOf }),
    items: picked.map((candidate, position) => itemOf(candidate, position, looks, context)),
    ...(degraded.length > 0 && { degraded: [...degraded] }),
  };
}

const facetsIn = (query: Query): WeightedFacet[] =>
  FACET_NAMES.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [{ facet: facet(name, value), weight: 1 }];
  });
