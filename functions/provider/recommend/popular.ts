import type { z } from 'zod';
import type { popularQuery, popularReply } from '../../../contract/api/recommend.ts';
import { FACET_NAMES, facet } from '../../../domain/clusters/facet.ts';
import type { WeightedFacet } from '../../../domain/popularity/blend.ts';
import { NO_BOOSTS } from '../../../domain/ranking/boosts.ts';
import { NOBODY, type RankingContext } from '../../../domain/ranking/context.ts';
import { rank } from '../../../domain/ranking/rank.ts';
import { type ProviderDocument, providerDocument } from '../../../domain/registry/documents.ts';
import { itemOf } from './answer.ts';
import { fill } from './fill.ts';
import { gather } from './gather.ts';
import { ItemReader } from './item-reader.ts';
import type { Kitchen } from './kitchen.ts';
import { Sieve } from './sieve.ts';

type Query = z.infer<typeof popularQuery>;

type Needed = Pick<Kitchen, 'api' | 'models' | 'popularity' | 'searching' | 'traits' | 'now'>;

/** No viewer, so only what holds for everybody: adult items are left out. */
const STEPS = [{ step: 'available' }, { step: 'adult' }, { step: 'request' }];
const providerFor = (window: Query['window']): ProviderDocument =>
  providerDocument.parse({
    name: 'popular',
    sources: [{ source: 'popular', by: 'clusters', ...(window && { window }) }],
    steps: STEPS,
  });

/** GET /popular: what is popular with the facets named, within the category if one is named; each item checked as it leaves. */
export async function popularItems(query: Query, kitchen: Needed): Promise<z.infer<typeof popularReply>> {
  const facets = facetsIn(query);
  const provider = providerFor(query.window);
  const { serving, lost } = await kitchen.popularity.everybody();
  const reader = new ItemReader(() => kitchen.api.stores.items, kitchen.traits);
  const known = {
    now: kitchen.now,
    viewer: NOBODY,
    facets,
    ...(serving && { serving }),
    itemIds: [],
    filters: query.category === undefined ? {} : { categories: [query.category] },
    items: reader.items,
    traits: reader.traits,
  };
  const nothing = new Set<string>();
  const asked = { ...known, cart: nothing, hidden: nothing, boosts: NO_BOOSTS, origin: kitchen.now };
  const { rows, found, degraded } = await gather([{ provider }], asked, { ...kitchen, channel: 'all' });
  const context: RankingContext = {
    ...known,
    rows,
    found,
    cart: nothing,
    hidden: nothing,
    isExcluded: () => false,
    before: 0,
    tail: [],
    seed: '',
  };
  const sieve = new Sieve(rank(provider, context).candidates, provider, context, reader);
  const filling = { sieve, provider, limit: query.limit, least: 0, shown: nothing, whole: false };
  const { picked } = await fill(filling, context, reader);
  const looks = { fields: query.fields ?? [], locale: query.locale ?? 'en' };
  const failed = [...found.values()].includes('failed') ? ['search'] : [];
  const labels = [...lost, ...degraded, ...failed];
  return {
    facets: facets.filter(({ facet }) => (serving?.totals[facet] ?? 0) > 0).map(({ facet }) => facet),
    ...(serving && { asOf: serving.asOf }),
    items: picked.map((candidate, position) => itemOf(candidate, position, looks, context)),
    ...(labels.length > 0 && { degraded: labels }),
  };
}

const facetsIn = (query: Query): WeightedFacet[] =>
  FACET_NAMES.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [{ facet: facet(name, value), weight: 1 }];
  });
