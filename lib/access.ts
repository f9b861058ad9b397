import { exportsPrefix } from '../contract/exports.ts';
import type { FunctionName } from '../contract/functions.ts';
import { replaysPrefix } from '../contract/replays.ts';
import {
  archivedEventsPrefix,
  clustersPrefix,
  continuousPrefix,
  countsPrefix,
  erasuresPrefix,
  freshPrefix,
  modelsPrefix,
  popularityPrefix,
  preparedPrefix,
  rejectedPrefix,
  repurchasePrefix,
  runsPrefix,
  stampsPrefix,
  watermarksPrefix,
} from '../contract/storage-keys.ts';
import type { TableName } from '../contract/tables.ts';
import type { SearchAccess } from './storage/search-access.ts';
import type { BucketAccess, TableAccess } from './storage/stores.ts';

export interface Access {
  readonly tables?: Readonly<Partial<Record<TableName, TableAccess>>>;
  readonly archive?: BucketAccess;
  readonly artefacts?: BucketAccess;
  /** Puts records on the ingest stream. */
  readonly stream?: true;
  /** Nothing in a stage with `search: none`. */
  readonly search?: SearchAccess;
  /** Asks the control plane how the search domain is. */
  readonly searchHealth?: true;
}

const ALL = [''];
const READ_ALL: BucketAccess = { read: ALL };
/** Reads what earlier steps left, and leaves its own below these prefixes. */
const work = (...put: readonly string[]): BucketAccess => ({ read: ALL, put });

/** The files of models whose names begin so. */
const modelPrefixes = (name: string): string => `${modelsPrefix}${name}`;

/** What a page is made of, for who asks and for who is written to. */
const PAGE_TABLES = { actors: 'read', items: 'read', models: 'read', registry: 'read' } as const;
const PAGE_ARTEFACTS = [popularityPrefix, clustersPrefix, repurchasePrefix];

/** What each function may touch, and nothing else: the whole of "least privilege" on one page. */
export const ACCESS: Readonly<Record<FunctionName, Access>> = {
  'streaming/record-actors': { tables: { actors: 'write' }, archive: { put: [rejectedPrefix] } },
  'streaming/archive-events': {
    tables: { actors: 'read', items: 'read' },
    artefacts: { read: [clustersPrefix] },
    archive: { read: [archivedEventsPrefix], put: [archivedEventsPrefix, watermarksPrefix, rejectedPrefix] },
  },
  'streaming/index-items': {
    tables: { items: 'read' },
    archive: { put: [rejectedPrefix] },
    search: 'write',
  },

  'batch/plan-together': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/prepare-events': {
    tables: { runs: 'write' },
    archive: READ_ALL,
    artefacts: work(preparedPrefix, runsPrefix),
  },
  'batch/assemble-together': {
    tables: { runs: 'write', items: 'read' },
    archive: READ_ALL,
    artefacts: work(runsPrefix, modelsPrefix, countsPrefix),
  },
  'batch/count-together': { tables: { runs: 'write' }, artefacts: work(modelsPrefix, countsPrefix) },
  'batch/gate-models': {
    tables: { runs: 'write', models: 'write' },
    artefacts: { ...work(modelsPrefix, countsPrefix), remove: [countsPrefix] },
  },
  'batch/publish-model': { tables: { runs: 'write', models: 'write' }, artefacts: READ_ALL },
  'batch/plan-rebuild': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/scatter-actors': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/gather-actors': { tables: { runs: 'write', actors: 'write' }, artefacts: READ_ALL },
  'batch/count-popularity': {
    tables: { runs: 'write', models: 'write', actors: 'read', items: 'read' },
    archive: READ_ALL,
    artefacts: {
      ...work(popularityPrefix, stampsPrefix, modelsPrefix),
      remove: [popularityPrefix, modelPrefixes('popular'), modelPrefixes('trending')],
    },
    search: 'write',
  },
  'batch/count-fresh': {
    tables: { runs: 'write', models: 'write' },
    archive: READ_ALL,
    artefacts: { ...work(freshPrefix, modelsPrefix), remove: [freshPrefix, modelPrefixes('together-fresh')] },
  },
  'batch/plan-clusters': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/learn-clusters': {
    tables: { runs: 'write', items: 'scan' },
    archive: READ_ALL,
    artefacts: work(runsPrefix, clustersPrefix),
  },
  'batch/plan-repurchase': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/learn-repurchase': {
    tables: { runs: 'write', items: 'read' },
    archive: READ_ALL,
    artefacts: work(runsPrefix, repurchasePrefix),
  },
  'batch/plan-reindex': { tables: { runs: 'write' }, search: 'write', searchHealth: true },
  'batch/reindex-items': { tables: { runs: 'write', items: 'scan' }, search: 'write' },
  'batch/finish-reindex': {
    tables: { runs: 'write' },
    artefacts: work(popularityPrefix),
    search: 'write',
  },
  'batch/plan-export': { tables: { runs: 'write' }, archive: READ_ALL, artefacts: work(runsPrefix) },
  'batch/list-exported': {
    tables: { runs: 'write', actors: 'read' },
    archive: { read: [erasuresPrefix] },
    artefacts: work(runsPrefix),
  },
  'batch/finish-export': {
    tables: { runs: 'write' },
    artefacts: { read: [runsPrefix], put: [exportsPrefix] },
  },
  'batch/plan-replay': {
    tables: { runs: 'write', registry: 'read' },
    archive: READ_ALL,
    artefacts: work(runsPrefix),
  },
  'batch/finish-replay': {
    tables: { runs: 'write' },
    artefacts: { read: [runsPrefix], put: [replaysPrefix] },
  },
  'batch/start-due': {
    tables: { runs: 'write', models: 'read' },
    archive: READ_ALL,
    artefacts: work(continuousPrefix),
    search: 'write',
  },
  'batch/end-run': { tables: { runs: 'write' } },

  'provider/collect': { tables: { keys: 'secret' }, stream: true },
  'provider/catalogue': { tables: { items: 'write', models: 'read', keys: 'read' }, stream: true },
  'provider/users': {
    tables: { actors: 'write', items: 'read', keys: 'secret' },
    artefacts: { read: [clustersPrefix] },
    archive: { read: [erasuresPrefix], put: [erasuresPrefix] },
  },
  'provider/recommend': {
    tables: { ...PAGE_TABLES, feeds: 'write', keys: 'secret' },
    artefacts: { read: PAGE_ARTEFACTS },
    search: 'read',
  },
  'provider/export-pages': {
    tables: { ...PAGE_TABLES, runs: 'write' },
    archive: { read: [erasuresPrefix] },
    artefacts: { read: [...PAGE_ARTEFACTS, runsPrefix], put: [exportsPrefix, runsPrefix] },
    search: 'read',
  },
  'provider/replay-pages': {
    tables: { ...PAGE_TABLES, runs: 'write' },
    artefacts: { read: [...PAGE_ARTEFACTS, runsPrefix], put: [runsPrefix] },
    search: 'read',
  },
  'provider/admin': {
    tables: { runs: 'write', models: 'write', registry: 'write', keys: 'read' },
    archive: { put: [archivedEventsPrefix] },
  },
  'provider/system': {
    tables: {
      actors: 'read',
      items: 'read',
      models: 'read',
      runs: 'read',
      registry: 'read',
      keys: 'read',
    },
    search: 'read',
  },
  'provider/issue-key': { tables: { keys: 'write' } },
};
