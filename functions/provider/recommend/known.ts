import { type Boosts, boostsOf } from '../../../domain/ranking/boosts.ts';
import { cartOf, hiddenBy } from '../../../domain/ranking/choices.ts';
import type { RankingContext } from '../../../domain/ranking/context.ts';
import { RowTable } from '../../../domain/ranking/rows.ts';
import type { ProviderDocument, SectionDocument } from '../../../domain/registry/documents.ts';
import { MINUTE_MS } from '../../../domain/search/conditions.ts';
import { type ModelReader, onceEach } from '../model-reader.ts';
import { ItemReader } from './item-reader.ts';
import type { Kitchen } from './kitchen.ts';
import { asksClusters, asksRules, asksTaste, type Lost } from './lost.ts';
import type { PageQuery } from './query.ts';
import { readViewer } from './viewer.ts';

/** A section with its provider. */
export interface Documents {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
}

/** What is known of a request when its sections are made. */
export interface Known {
  readonly query: PageQuery;
  readonly kitchen: Kitchen;
  readonly documents: readonly Documents[];
  readonly context: RankingContext;
  readonly reader: ItemReader;
  readonly models: ModelReader;
  readonly boosts: Boosts;
  /** What could not be read of the viewer, and what of that concerns some sections only. */
  readonly degraded: readonly string[];
  readonly lost: readonly Lost[];
}

/** Reads the viewer, and what the sections have to know of them. @throws Problem 503 when the item at hand cannot be read */
export async function readKnown(query: PageQuery, kitchen: Kitchen): Promise<Known> {
  const { stores } = kitchen.api;
  const reader = new ItemReader(() => stores.items, kitchen.traits);
  const itemIds = query.context.itemIds ?? [];
  const [{ viewer, degraded }] = await Promise.all([
    readViewer(query, () => stores.actors, kitchen.now),
    reader.need(itemIds.slice(0, 1)),
  ]);
  const { platform, category } = query.context;
  const asked = { viewer, platform, category, now: kitchen.now };
  const documents = documentsOf(query, kitchen);
  const providers = documents.map(({ provider }) => provider);
  const isByClusters = providers.some(asksClusters);
  const [{ lost: byClusters, ...popularity }, { repurchase, lost: bought }] = await Promise.all([
    isByClusters ? kitchen.popularity.of(asked) : kitchen.popularity.everybody(),
    kitchen.repurchase.of(viewer, kitchen.now, providers.some(asksRules)),
  ]);
  // Behind the clusters, which ask for the same facts.
  const { taste, lost: tastes } = providers.some(asksTaste)
    ? await kitchen.tastes(viewer)
    : { taste: undefined, lost: [] };
  const lost = [...bought, ...byClusters, ...tastes];
  const excluded = new Set(query.exclude);
  const wasShown = kitchen.goesOn?.wasShown;
  const context: RankingContext = {
    ...popularity,
    now: kitchen.now,
    viewer,
    itemIds,
    cart: cartOf(viewer, query.context.cartItemIds ?? []),
    hidden: hiddenBy(viewer),
    repurchase,
    taste,
    isExcluded: (itemId) => excluded.has(itemId) || wasShown?.(itemId) === true,
    filters: query.filters,
    only: query.only,
    before: kitchen.goesOn?.before ?? 0,
    tail: kitchen.goesOn?.tail ?? [],
    rows: new RowTable(),
    found: new Map(),
    seed: viewer.userId ?? query.cookieId ?? String(Math.floor(kitchen.now / MINUTE_MS)),
    items: reader.items,
    traits: reader.traits,
  };
  const boosts = boostsOf(viewer.preferences, query.boosts);
  const models = onceEach(kitchen.models);
  return { query, kitchen, documents, context, reader, models, boosts, degraded, lost };
}

const documentsOf = ({ sections }: PageQuery, { registry }: Kitchen): Documents[] =>
  sections.map((name) => {
    const document = registry.sections.get(name)!;
    return { document, provider: registry.providers.get(document.provider)! };
  });
