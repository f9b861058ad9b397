import type { Cluster } from '../../domain/clusters/cluster.ts';
import { clustersOf } from '../../domain/clusters/clusters.ts';
import { actedOn } from '../../domain/clusters/interests.ts';
import type { Platform } from '../../domain/events/event.ts';
import type { Viewer } from '../../domain/ranking/context.ts';
import type { ClusterModelReader } from './cluster-model.ts';
import type { FactsReader } from './facts.ts';

export interface ClusterAsk {
  readonly viewer: Viewer;
  /** The request's. */
  readonly platform?: Platform | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** The clusters of a viewer as of now: one look at the facts of the items acted on. @throws what the store throws */
export async function clustersFor(
  { viewer, platform, now }: ClusterAsk,
  facts: FactsReader,
  clusterModel: ClusterModelReader,
): Promise<Cluster[]> {
  const { profile, preferences, scoring: actions, purchases, lastListedAt } = viewer;
  const wanted = actedOn(actions).map(({ itemId }) => itemId);
  const [items, model] = await Promise.all([facts(wanted), clusterModel()]);
  return clustersOf({
    profile,
    preferences,
    actions,
    purchases,
    lastListedAt,
    platform,
    items,
    model,
    now,
  });
}
