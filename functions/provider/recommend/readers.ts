import type { ApiContext } from '../../runtime/api.ts';
import { writeSectionMetric } from '../../runtime/metrics.ts';
import { registryReader } from '../../runtime/registry.ts';
import type { ServedRegistry } from '../../runtime/registry-loader.ts';
import { type ModelReader, modelReader } from '../model-reader.ts';
import { FillRates } from './fill-rate.ts';
import { type Popularity, popularityOf } from './popularity.ts';
import { type Repurchase, repurchaseOf } from './repurchase.ts';
import { type Searching, searchingOf } from './searching.ts';

/** What is read for pages and held in memory: documents, pointers, snapshots, answers of the search engine. */
export interface Readers {
  readonly registry: () => Promise<ServedRegistry>;
  readonly models: ModelReader;
  readonly popularity: Popularity;
  readonly searching: Searching;
  readonly repurchase: Repurchase;
  readonly rates: FillRates;
}

const readers = new WeakMap<ApiContext, Readers>();

/** They live as long as the process; one set a context, so that tests do not share them. */
export function readersOf(context: ApiContext): Readers {
  const known = readers.get(context) ?? {
    registry: registryReader(() => context.stores.registry, context.clock),
    models: modelReader(() => context.stores.models, context.clock),
    popularity: popularityOf(() => context.stores, context.clock),
    searching: searchingOf(() => context.stores.search, context.clock),
    repurchase: repurchaseOf(() => context.stores, context.clock),
    rates: new FillRates(writeSectionMetric, context.clock),
  };
  readers.set(context, known);
  return known;
}
