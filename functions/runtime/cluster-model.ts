import { clusterModelKey } from '../../contract/storage-keys.ts';
import type { ClusterModel } from '../../domain/clusters/cluster.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { held } from './held.ts';
import { logger } from './logger.ts';

/** It is learned once a day: a minute's age is no harm. */
const HELD_MS = 60_000;

/** The model that stands; undefined where none was learned yet or none could ever be read. Never fails. */
export type ClusterModelReader = () => Promise<ClusterModel | undefined>;

/**
 * The model of the clusters job, read once a minute and process. Where it cannot be read the last one goes on, and who
 * never saw one leaves learned clusters and price bands away: a page must not fail for a facet.
 */
export function clusterModelReader(artefacts: () => ObjectStore, clock: Clock): ClusterModelReader {
  let last: ClusterModel | undefined;
  const read = async () => {
    try {
      last = await readClusterModel(artefacts());
    } catch (error) {
      logger.error('the cluster model could not be read', { error: error as Error });
    }
    return last;
  };
  const fresh = held(read, clock, HELD_MS);
  // Many actors of a batch ask at once: one of them reads.
  let reading: Promise<ClusterModel | undefined> | undefined;
  return () => {
    reading ??= fresh().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

/** A stored model, the one that stands if no other is asked for. @throws SyntaxError where it is no JSON */
export async function readClusterModel(
  artefacts: Pick<ObjectStore, 'get'>,
  key = clusterModelKey,
): Promise<ClusterModel | undefined> {
  const bytes = await artefacts.get(key);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as ClusterModel);
}
