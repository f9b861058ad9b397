import { cartOf, hiddenBy } from '../../../domain/ranking/choices.ts';
import type { RankingContext } from '../../../domain/ranking/context.ts';
import { type Ranked, rank } from '../../../domain/ranking/rank.ts';
import { distinct } from '../../../domain/ranking/rows.ts';
import { rowsWanted } from '../../../domain/ranking/sources.ts';
import type { ProviderDocument, SectionDocument } from '../../../domain/registry/documents.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import type { ApiContext } from '../../runtime/api.ts';
import { channelOf, type ModelReader } from '../model-reader.ts';
import { type Filled, fill, roundOf } from './fill.ts';
import { ItemReader } from './item-reader.ts';
import type { Popularity } from './popularity.ts';
import type { PageQuery } from './query.ts';
import { readRows } from './rows.ts';
import { readViewer } from './viewer.ts';

/** What a page is made with, beside the query. */
export interface Kitchen {
  readonly api: ApiContext;
  readonly registry: Registry;
  readonly models: ModelReader;
  readonly popularity: Popularity;
  readonly now: number;
  /** Shown on earlier pages of a section. */
  readonly wasShown: (itemId: string) => boolean;
  /** A later page of a section: any number of items will do. */
  readonly goesOn: boolean;
}

/** A section with everything that its answer, its cursor and its ledger need. */
export interface MadeSection {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
  readonly ranked: Ranked;
  readonly filled: Filled;
  /** Enough was found: otherwise it is left out, with its reason. */
  readonly served: boolean;
  readonly degraded: readonly string[];
}
export interface MadePage {
  readonly sections: readonly MadeSection[];
  readonly context: RankingContext;
}

interface Plan {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
  readonly ranked: Ranked;
}

/**
 * Viewer → rows of all sections at once → rank each → read the likeliest items of all at once → fill
 * section by section in page order, so that no item is on the page twice.
 *
 * @throws Problem 503 when the items cannot be read, for nothing unseen may leave
 */
export async function makePage(query: PageQuery, kitchen: Kitchen): Promise<MadePage> {
  const { stores } = kitchen.api;
  const { viewer, degraded: ofViewer } = await readViewer(query, () => stores.actors, kitchen.now);
  const itemIds = query.context.itemIds ?? [];
  const documents = query.sections.map((name) => documentsOf(name, kitchen.registry));
  const byClusters = documents.some(({ provider }) => asksClusters(provider));
  const asked = {
    viewer,
    platform: query.context.platform,
    category: query.context.category,
    now: kitchen.now,
  };
  const popularity = byClusters ? await kitchen.popularity.of(asked) : { facets: [] };
  const wanted = documents.flatMap(({ provider }) =>
    rowsWanted(provider, { viewer, itemIds, facets: popularity.facets }),
  );
  const { rows, degraded: ofModels } = await readRows(
    distinct(wanted),
    channelOf(query.context.platform),
    kitchen.models,
  );
  const reader = new ItemReader(() => stores.items);
  const context = contextOf(query, kitchen, { viewer, itemIds, rows, items: reader.items, ...popularity });
  const plans = documents.map((pair) => ({ ...pair, ranked: rank(pair.provider, context) }));
  await reader.need([...itemIds.slice(0, 1), ...plans.flatMap((plan) => likeliest(plan, query))]);
  const degraded = (plan: Plan) => [...ofViewer, ...(usesModels(plan) ? ofModels : [])];
  return { sections: await fillAll(plans, degraded, query, context, reader, kitchen.goesOn), context };
}

function documentsOf(name: string, registry: Registry) {
  const document = registry.sections.get(name)!;
  return { document, provider: registry.providers.get(document.provider)! };
}

const asksClusters = ({ sources, fallback }: ProviderDocument): boolean =>
  [...sources, ...fallback].some((source) => source.source === 'popular' && source.by === 'clusters');

const usesModels = ({ provider }: Plan): boolean =>
  [...provider.sources, ...provider.fallback].some(({ source }) =>
    ['history', 'together', 'popular'].includes(source),
  );

function contextOf(
  query: PageQuery,
  { now, wasShown }: Kitchen,
  known: Pick<RankingContext, 'viewer' | 'itemIds' | 'rows' | 'items' | 'facets' | 'serving'>,
): RankingContext {
  const excluded = new Set(query.exclude);
  return {
    ...known,
    now,
    cart: cartOf(known.viewer, query.context.cartItemIds ?? []),
    hidden: hiddenBy(known.viewer),
    isExcluded: (itemId) => excluded.has(itemId) || wasShown(itemId),
    filters: query.filters,
  };
}

const likeliest = ({ ranked, document }: Plan, { limitOf }: PageQuery): string[] =>
  ranked.candidates.slice(0, roundOf(limitOf(document.name))).map(({ itemId }) => itemId);

async function fillAll(
  plans: readonly Plan[],
  degraded: (plan: Plan) => readonly string[],
  query: PageQuery,
  context: RankingContext,
  reader: ItemReader,
  goesOn: boolean,
): Promise<MadeSection[]> {
  const shown = new Set<string>();
  const made: MadeSection[] = [];
  const whole = query.explain || query.whyNot !== undefined;
  for (const plan of plans) {
    const limit = query.limitOf(plan.document.name);
    const filled = await fill({ ...plan, limit, shown, whole }, context, reader);
    const served = goesOn || isServed(plan.document, filled, limit);
    if (served) for (const { itemId } of filled.picked) shown.add(itemId);
    made.push({ ...plan, filled, served, degraded: degraded(plan) });
  }
  return made;
}

/** Whether a section has enough to be shown; where less is asked for than its minimum, all that is asked for. */
const isServed = ({ minItems }: SectionDocument, { picked }: Filled, limit: number): boolean =>
  picked.length >= Math.max(1, Math.min(minItems, limit));
