import type { StoredItem } from '../catalogue/item.ts';
import type { FacetName } from './facet.ts';

/** Where a cluster comes from: the settings page wins over the shop's profile, that over what was done. */
export const CLUSTER_SOURCES = ['preference', 'profile', 'actions', 'model'] as const;

/** One value by which an actor belongs to a group, with the evidence in words. */
export interface Cluster {
  readonly facet: FacetName;
  readonly value: string;
  /** What it is called, where the value is an id: the learned cluster's top categories. */
  readonly name?: string | undefined;
  readonly source: (typeof CLUSTER_SOURCES)[number];
  /** How far it counts, in (0, 1]: an interest's share, 1 for facts. */
  readonly weight: number;
  /** e.g. "12 of the last 30 items are in shoes". */
  readonly evidence: string;
}

/** What clusters and stamps need of an item; changes seldom, so it may be some minutes old. */
export type ItemFacts = Pick<StoredItem, 'categories' | 'price' | 'sellerId'>;

/** What the clusters job learned: groups of interests, and price quintiles (docs/clusters.md). */
export interface ClusterModel {
  readonly version: string;
  readonly createdAt: string;
  /** Inverse document frequency of each category name that interest is measured in. */
  readonly idf: Readonly<Record<string, number>>;
  /** Ids persist over runs; size counts the people learned from; the centroid is sparse, of Euclidean length 1. */
  readonly clusters: readonly {
    readonly id: string;
    readonly name: string;
    readonly size: number;
    readonly centroid: Readonly<Record<string, number>>;
  }[];
  /** Upper bounds of the four lower price quintiles by leaf category. */
  readonly priceQuintiles: Readonly<Record<string, readonly [number, number, number, number]>>;
}
