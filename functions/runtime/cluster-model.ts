import { clusterModelKey } from '../../contract/storage-keys.ts';
import type { ClusterModel } from '../../domain/clusters/cluster.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { heldArtefact } from './held-artefact.ts';

/** The model that stands; undefined where none was learned yet or none could ever be read. Never fails. */
export type ClusterModelReader = () => Promise<ClusterModel | undefined>;

/** The model of the clusters job: who never saw one leaves learned clusters and price bands away, for a page must not fail for a facet. */
export const clusterModelReader = (
  artefacts: () => ObjectStore,
  clock: Clock,
  budgetMs?: number,
): ClusterModelReader => heldArtefact('the cluster model', readClusterModel, artefacts, clock, budgetMs);

/** A stored model, the one that stands if no other is asked for. @throws SyntaxError where it is no JSON */
export async function readClusterModel(
  artefacts: Pick<ObjectStore, 'get'>,
  key = clusterModelKey,
): Promise<ClusterModel | undefined> {
  const bytes = await artefacts.get(key);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as ClusterModel);
}
