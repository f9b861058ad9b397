import type { Nothing, RunInput } from '../../contract/batch.ts';
import { clusterModelKey } from '../../contract/storage-keys.ts';
import type { ClusterModel } from '../../domain/clusters/cluster.ts';
import type { Acted } from '../../domain/clusters/interests.ts';
import { learnGroups } from '../../domain/clusters/learn.ts';
import { learnableInterests, sampleActors } from '../../domain/clusters/sample.ts';
import type { Clock } from '../../domain/ports.ts';
import { toActs } from '../../domain/together/acts.ts';
import type { EventTable } from '../../domain/together/event-table.ts';
import { readClusterModel } from '../runtime/cluster-model.ts';
import type { Stores } from '../runtime/ports.ts';
import { readCatalogue } from './cluster-catalogue.ts';
import { type ClusterPlan, pastModelKey } from './cluster-files.ts';
import { kMeans } from './cluster-kmeans.ts';
import { loadErasures, loadEvents } from './load-events.ts';
import { getJson, planKey, putJson } from './run-files.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'items' | 'runs'>;

/** People that groups are learned from: more of them hardly move the centres. */
const MOST_ACTORS = 50_000;

/**
 * Last step of the clusters job (docs/clusters.md): learns groups of interests and price quintiles, and puts the model in place of
 * the one that stands. Where too few people did anything there are no groups (count `clusters` 0), and the
 * quintiles are there all the same. A step that runs again writes the same bytes.
 */
export async function learnClusters(input: RunInput, ports: Ports, clock: Clock): Promise<Nothing> {
  return runStep('learn-clusters', input, ports.runs, clock, async () => {
    const plan = await getJson<ClusterPlan>(ports.artefacts, planKey(input.runId));
    const { acted, ...events } = await loadActed(plan, ports);
    const wanted = new Set(acted.flatMap((one) => one.map(({ itemId }) => itemId)));
    const { facts, prices } = await readCatalogue(wanted, ports.items);
    const interests = learnableInterests(acted, facts);
    const last = await lastModel(plan, ports);
    const options = { version: input.runId, clusters: plan.clusters, last, kMeans };
    const model: ClusterModel = {
      version: input.runId,
      createdAt: plan.asOf,
      ...learnGroups(interests, options),
      priceQuintiles: prices.quintiles(),
    };
    await putJson(ports.artefacts, pastModelKey(model.version), model);
    await putJson(ports.artefacts, clusterModelKey, model);
    const learnedFrom = { sampledActors: acted.length, learnableActors: interests.length };
    return { result: {}, counts: { ...events, ...learnedFrom, ...countsOf(model, last) } };
  });
}

/** What a sample of the window's actors acted on. The table, the largest thing of a run, ends with it. */
async function loadActed({ asOf, windowMs, files }: ClusterPlan, ports: Ports) {
  const table = await loadEvents(files, ports);
  const end = Date.parse(asOf);
  const acts = toActs(table, end - windowMs, end, await loadErasures(ports.archive));
  const acted: Acted[][] = sampleActors(acts, keysOf(table), MOST_ACTORS);
  return { acted, events: table.rows, acts: acts.times.length };
}

/** Actors are numbered users first, cookies after them (domain/together/owners.ts). */
const keysOf =
  ({ names }: EventTable) =>
  (actor: number): string => {
    const users = names.user.texts.length;
    return actor < users ? `u#${names.user.texts[actor]}` : `c#${names.cookie.texts[actor - users]}`;
  };

const lastModel = ({ lastVersion }: ClusterPlan, { artefacts }: Ports): Promise<ClusterModel | undefined> =>
  lastVersion === undefined
    ? Promise.resolve(undefined)
    : readClusterModel(artefacts, pastModelKey(lastVersion));

function countsOf({ idf, clusters, priceQuintiles }: ClusterModel, last: ClusterModel | undefined) {
  const known = new Set(last?.clusters.map(({ id }) => id));
  return {
    categories: Object.keys(idf).length,
    clusters: clusters.length,
    newClusters: clusters.filter(({ id }) => !known.has(id)).length,
    pricedCategories: Object.keys(priceQuintiles).length,
  };
}
