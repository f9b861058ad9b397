import type { ApiContext } from '../../runtime/api.ts';
import { clusterModelReader } from '../../runtime/cluster-model.ts';
import { HeldTraits } from '../../runtime/held-traits.ts';
import { writeSectionMetric } from '../../runtime/metrics.ts';
import { registryReader } from '../../runtime/registry.ts';
import type { ServedRegistry } from '../../runtime/registry-loader.ts';
import { modelReader } from '../model-reader.ts';
import { FillRates } from './fill-rate.ts';
import { historyFactsReader } from './history-facts.ts';
import type { Held } from './kitchen.ts';
import { popularityOf } from './popularity.ts';
import { repurchaseOf } from './repurchase.ts';
import { searchingOf } from './searching.ts';
import { tastesOf } from './tastes.ts';

/** What is read for pages and held in memory: documents, pointers, snapshots, answers of the search engine. */
export interface Readers extends Held {
  readonly registry: () => Promise<ServedRegistry>;
  readonly rates: FillRates;
}

const readers = new WeakMap<ApiContext, Readers>();

/** They live as long as the process; one set a context, so that tests do not share them. */
export function readersOf(context: ApiContext): Readers {
  const known = readers.get(context) ?? makeReaders(context);
  readers.set(context, known);
  return known;
}

/** What a page can wait for the model of the clusters. */
const MODEL_BUDGET_MS = 250;

function makeReaders(context: ApiContext): Readers {
  const facts = historyFactsReader(() => context.stores.items, context.clock);
  const model = clusterModelReader(() => context.stores.artefacts, context.clock, MODEL_BUDGET_MS);
  return {
    registry: registryReader(() => context.stores.registry, context.clock),
    models: modelReader(() => context.stores.models, context.clock),
    popularity: popularityOf(() => context.stores, context.clock, facts, model),
    searching: searchingOf(() => context.stores.search, context.clock),
    repurchase: repurchaseOf(() => context.stores, context.clock),
    tastes: tastesOf(facts, model),
    traits: new HeldTraits(context.clock, model),
    rates: new FillRates(writeSectionMetric, context.clock),
  };
}
