import { popularityServingKey } from '../../../contract/storage-keys.ts';
import { facetsOf } from '../../../domain/clusters/clusters.ts';
import { facet } from '../../../domain/clusters/facet.ts';
import type { Platform } from '../../../domain/events/event.ts';
import type { WeightedFacet } from '../../../domain/popularity/blend.ts';
import type { PopularityServing } from '../../../domain/popularity/serving.ts';
import type { Clock } from '../../../domain/ports.ts';
import { isKnown, type RankingContext, type Viewer } from '../../../domain/ranking/context.ts';
import { within } from '../../runtime/budget.ts';
import type { ClusterModelReader } from '../../runtime/cluster-model.ts';
import { type ClusterAsk, clustersFor } from '../../runtime/clusters.ts';
import type { FactsReader } from '../../runtime/facts.ts';
import { held } from '../../runtime/held.ts';
import { logger } from '../../runtime/logger.ts';
import type { Stores } from '../../runtime/ports.ts';
import type { Lost } from './lost.ts';

interface Asked {
  readonly viewer: Viewer;
  readonly platform: Platform | undefined;
  /** What the page is about: who is interested in it counts twice. */
  readonly category: string | undefined;
  readonly now: number;
}

/** Whose popularity counts for a request, with the totals that blend it. Never fails: what could not be read is said. */
export interface Popularity {
  of(asked: Asked): Promise<PopularityRead>;
  everybody(): Promise<PopularityRead>;
}
type PopularityRead = Pick<RankingContext, 'facets' | 'serving'> & { readonly lost: readonly Lost[] };

/** Totals change slowly against one another. */
const SERVING_MS = 30_000;
const CATEGORY_WEIGHT = 2;
/** What a page waits for its viewer's clusters, and for the totals. */
const BUDGET_MS = 300;
/** The first of a process opens the connection as well. */
const FIRST_BUDGET_MS = 1000;

/** Clusters of the viewer with the totals that blend them. What cannot be read in time makes everybody's popularity count. */
export function popularityOf(
  stores: () => Pick<Stores, 'artefacts'>,
  clock: Clock,
  facts: FactsReader,
  model: ClusterModelReader,
): Popularity {
  // Totals count against one another only: those of an hour ago order better than none. What comes too late for one page serves the next.
  let last: PopularityServing | undefined;
  const readLast = async () => {
    last = await readServing(stores());
    return last;
  };
  const read = held(readLast, clock, SERVING_MS);
  let budgetMs = FIRST_BUDGET_MS;
  const readInTime = () => {
    const reading = within(read(), budgetMs, 'the popularity totals');
    budgetMs = BUDGET_MS;
    return reading;
  };
  const everybody = async (): Promise<PopularityRead> => {
    try {
      await readInTime();
    } catch (error) {
      report('the popularity totals', error as Error);
      if (!last) return { facets: [], lost: ['popularity'] };
    }
    return { facets: [], ...(last && { serving: last }), lost: [] };
  };
  const clustersIn = (asked: ClusterAsk) =>
    within(clustersFor(asked, facts, model), BUDGET_MS, 'the clusters').catch(noClusters);
  return {
    everybody,
    async of({ category, ...asked }) {
      const [clusters, { serving, lost }] = await Promise.all([
        isKnown(asked.viewer) ? clustersIn(asked) : [],
        everybody(),
      ]);
      const about: WeightedFacet[] =
        category === undefined ? [] : [{ facet: facet('category', category), weight: CATEGORY_WEIGHT }];
      return {
        facets: [...facetsOf(clusters ?? []), ...about],
        ...(serving && { serving }),
        lost: clusters ? lost : [...lost, 'clusters'],
      };
    },
  };
}

async function readServing({ artefacts }: Pick<Stores, 'artefacts'>): Promise<PopularityServing | undefined> {
  const bytes = await artefacts.get(popularityServingKey);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as PopularityServing);
}

const noClusters = (error: Error): undefined => report('the clusters', error);

function report(what: string, error: Error): undefined {
  logger.error(`${what} could not be read`, { error });
}
