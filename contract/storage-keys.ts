/** Where things lie in S3. Times in keys are times of arrival, UTC. */

/** Archive bucket: compressed NDJSON of ArchivedLine. Deterministic: a retried batch overwrites itself. */
export const archivedEventsKey = (arrivedAt: string, shard: string, firstSequence: string): string =>
  `${archivedHourPrefix(arrivedAt)}${shard}/${firstSequence}.ndjson.gz`;
export const archivedEventsPrefix = 'events/';
/** History loaded past the stream by `import --archive`. */
export const importedEventsKey = (arrivedAt: string, importId: string, part: number): string =>
  `${archivedHourPrefix(arrivedAt)}import-${importId}/${String(part).padStart(6, '0')}.ndjson.gz`;
/** How far a shard is archived: JSON {shard, sequence, arrivedAt}. Readers wait for it. */
export const watermarkKey = (shard: string): string => `${watermarksPrefix}${shard}.json`;
export const watermarksPrefix = 'watermarks/';
/** Poison: JSON {consumer, shard, sequence, reason, body (base64)}. */
export const rejectedKey = (consumer: string, arrivedAt: string, shard: string, sequence: string): string =>
  `${rejectedPrefix}${arrivedAt.slice(0, 10)}/${consumer}/${shard}/${sequence}.json`;
export const rejectedPrefix = 'rejected/';
/** Actors erased at their wish: JSON {actor, erasedAt}. Batch ignores their events up to then. */
export const erasuresPrefix = 'erasures/';

/** Artefact bucket: the standard model format. */
export const modelPrefix = (name: string, version: string): string => `${modelsPrefix}${name}/${version}/`;
export const modelsPrefix = 'models/';
export const manifestKey = (name: string, version: string): string =>
  `${modelPrefix(name, version)}manifest.json`;
/** Artefact bucket: what prepare keeps of each raw file, by the raw file's key and ETag. */
export const preparedPrefix = 'prepared/';
/** Artefact bucket: counts of pairs that a together run keeps for the next; `current.json` of a model names those that stand. */
export const countsPrefix = 'counts/';
export const modelCountsPrefix = (model: string): string => `${countsPrefix}${model}/`;
export const currentCountsKey = (model: string): string => `${modelCountsPrefix(model)}current.json`;
/** Artefact bucket: working files of one run, removed by lifecycle. */
export const runPrefix = (runId: string): string => `${runsPrefix}${runId}/`;
export const runsPrefix = 'runs/';

/** Artefact bucket: the popularity job's state; `current.json` names the version that stands. */
export const popularityPrefix = 'popularity/';
export const popularityCurrentKey = `${popularityPrefix}current.json`;
/** PopularityServing (domain/popularity/serving.ts). */
export const popularityServingKey = `${popularityPrefix}serving.json`;
/** Which of the popularity state the search index holds (functions/batch/index-popularity.ts). */
export const popularityIndexedKey = `${popularityPrefix}indexed.json.gz`;
/** Artefact bucket: what together-fresh keeps of the last hours; `current.json` names the version that stands. */
export const freshPrefix = 'fresh/';
export const freshCurrentKey = `${freshPrefix}current.json`;
/** Artefact bucket: where the archive ended when the last run of the continuous mode was started (functions/batch/together-due.ts). */
export const continuousPrefix = 'continuous/';
export const continuousKey = `${continuousPrefix}together.json`;
/** Artefact bucket: ClusterModel (domain/clusters/cluster.ts) that stands, and past ones by version. */
export const clustersPrefix = 'clusters/';
export const clusterModelKey = `${clustersPrefix}current.json`;
/** Artefact bucket: RepurchaseRules (domain/repurchase/rules.ts) that stand, and past ones by version. */
export const repurchasePrefix = 'repurchase/';
export const repurchaseRulesKey = `${repurchasePrefix}rules.json`;
/** Artefact bucket: stamps of imported files, by the raw file's key and ETag; kept as long as the archive. */
export const stampsPrefix = 'stamps/';
/** The folder of what arrived in an hour, streamed or imported. */
export const archivedHourPrefix = (arrivedAt: string): string =>
  `${archivedEventsPrefix}${arrivedAt.slice(0, 13).replaceAll('-', '/').replace('T', '/')}/`;
/** The folder of what arrived on a day. */
export const archivedDayPrefix = (arrivedAt: string): string =>
  `${archivedEventsPrefix}${arrivedAt.slice(0, 10).replaceAll('-', '/')}/`;
