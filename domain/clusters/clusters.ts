import type { Platform, Timestamp } from '../events/event.ts';
import type { Action, Preferences, Profile } from '../identity/actor.ts';
import type { Cluster, ClusterModel, ItemFacts } from './cluster.ts';
import { AGE_BANDS, FACET_NAMES, type Facet, facet } from './facet.ts';
import { type Acted, actedOn, interestsOf } from './interests.ts';
import { nearestCluster } from './learned.ts';
import { bandOf, priceBandOf } from './price-band.ts';

/** What clusters are made from: the facts and the history of one actor (domain/identity/history.ts). */
export interface ClusterInput {
  readonly profile: Profile;
  readonly preferences: Preferences;
  /** Oldest first. */
  readonly actions: readonly Action[];
  /** Net of refunds, oldest first. */
  readonly purchases: readonly Action[];
  /** When the actor last listed an item for sale. */
  readonly lastListedAt?: Timestamp | undefined;
  /** The request's platform; without one that of the newest action counts. */
  readonly platform?: Platform | undefined;
  /** Items acted on; those that are not there say nothing. */
  readonly items: ReadonlyMap<string, ItemFacts>;
  readonly model?: ClusterModel | undefined;
  /** Milliseconds. */
  readonly now: number;
}

const MOST_INTERESTS = 3;
/** Categories declared that count: each is a facet of every event, and of every query. */
const MOST_DECLARED = 10;
const SELLER_MS = 90 * 86_400_000;
const BROWSER_ACTIONS = 5;
const NEWEST_PURCHASES = 5;

/**
 * The groups that an actor belongs to now, each with its evidence, in the order of FACET_NAMES. Pure: the same data give
 * the same clusters. What a person declares wins over the shop's profile, that over what was done; sex and age are never
 * inferred.
 */
export function clustersOf(input: ClusterInput): Cluster[] {
  const acted = actedOn(input.actions);
  return [
    ...sexOf(input),
    ...ageOf(input),
    ...platformOf(input),
    ...interestClusters(input, acted),
    ...bandClusters(input, acted),
    ...payerOf(input),
    ...paidWithOf(input),
    behaviourOf(input),
    ...learnedOf(input, acted),
  ].sort((a, b) => FACET_NAMES.indexOf(a.facet) - FACET_NAMES.indexOf(b.facet));
}

/** Clusters as facets with weights: what popularity is asked by. */
export const facetsOf = (
  clusters: readonly Cluster[],
): { readonly facet: Facet; readonly weight: number }[] =>
  clusters.map((cluster) => ({ facet: facet(cluster.facet, cluster.value), weight: cluster.weight }));

const declared = (
  name: 'sex' | 'ageBand',
  value: string,
  source: 'preference' | 'profile',
  evidence: string,
): Cluster => ({ facet: name, value, source, weight: 1, evidence });

function sexOf({ profile, preferences }: ClusterInput): Cluster[] {
  if (preferences.sex) return [declared('sex', preferences.sex, 'preference', 'chosen in the preferences')];
  return profile.sex ? [declared('sex', profile.sex, 'profile', 'in the profile')] : [];
}

function ageOf({ profile, preferences, now }: ClusterInput): Cluster[] {
  const { ageBand } = preferences;
  if (ageBand) return [declared('ageBand', ageBand, 'preference', 'chosen in the preferences')];
  if (profile.birthYear === undefined) return [];
  const age = new Date(now).getUTCFullYear() - profile.birthYear;
  const band = AGE_BANDS[Math.min(AGE_BANDS.length - 1, Math.max(0, Math.floor(age / 10) - 1))]!;
  return [declared('ageBand', band, 'profile', `born in ${profile.birthYear}, says the profile`)];
}

function platformOf({ platform, actions }: ClusterInput): Cluster[] {
  const value = platform ?? actions.findLast((action) => action.platform !== undefined)?.platform;
  if (value === undefined) return [];
  const evidence = platform ? 'the request comes from it' : 'the newest action came from it';
  return [{ facet: 'platform', value, source: 'actions', weight: 1, evidence }];
}

function interestClusters(input: ClusterInput, acted: readonly Acted[]): Cluster[] {
  const { preferredCategories, dislikedCategories = [] } = input.preferences;
  const liked = (names: readonly string[] = []) => names.filter((name) => !dislikedCategories.includes(name));
  const interest = (value: string, source: Cluster['source'], weight: number, evidence: string): Cluster => ({
    facet: 'category',
    value,
    source,
    weight,
    evidence,
  });
  const preferred = liked(preferredCategories);
  if (preferred.length > 0)
    return preferred
      .slice(0, MOST_DECLARED)
      .map((name) => interest(name, 'preference', 1, 'preferred in the preferences'));
  const interests = liked(input.profile.interests);
  if (interests.length > 0)
    return interests
      .slice(0, MOST_DECLARED)
      .map((name) => interest(name, 'profile', 1, 'an interest in the profile'));
  const shares = sharesOf(interestsOf(acted, input.items));
  return shares
    .filter(({ name }) => !dislikedCategories.includes(name))
    .slice(0, MOST_INTERESTS)
    .map(({ name, share }) => {
      const count = acted.filter(({ itemId }) => input.items.get(itemId)?.categories.includes(name)).length;
      return interest(name, 'actions', share, `${count} of the last ${acted.length} items are in ${name}`);
    });
}

/** Shares of the largest sum, since a path's names are not exclusive; ties by name. */
function sharesOf(sums: ReadonlyMap<string, number>): { readonly name: string; readonly share: number }[] {
  const largest = Math.max(...sums.values());
  return [...sums]
    .map(([name, sum]) => ({ name, share: sum / largest }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}

function bandClusters({ preferences, items, model }: ClusterInput, acted: readonly Acted[]): Cluster[] {
  if (!model) return [];
  const { min, max } = preferences.priceRange ?? {};
  const interest = priceBandOf(acted, items, model.priceQuintiles);
  if (min !== undefined || max !== undefined) {
    const bands = acted.flatMap(({ itemId }) => {
      const item = items.get(itemId);
      const wanted = item && { ...item, price: Math.min(Math.max(item.price, min ?? 0), max ?? item.price) };
      const band = wanted && bandOf(wanted, model.priceQuintiles);
      return band === undefined ? [] : [band];
    });
    const middle = bands.sort((a, b) => a - b)[Math.floor(bands.length / 2)];
    const evidence = 'the preferred price range, in the categories looked at';
    if (middle !== undefined)
      return [{ facet: 'priceBand', value: `${middle}`, source: 'preference', weight: 1, evidence }];
  }
  if (interest === undefined) return [];
  const evidence = `the middle of ${interest.items} items lies in the price quintile ${interest.band} of their categories`;
  return [{ facet: 'priceBand', value: `${interest.band}`, source: 'actions', weight: 1, evidence }];
}

function payerOf({ purchases, actions }: ClusterInput): Cluster[] {
  if (purchases.length === 0 && actions.length === 0) return [];
  const value = purchases.length > 0 ? 'yes' : 'no';
  const evidence = purchases.length > 0 ? `${purchases.length} purchases` : 'no purchase';
  return [{ facet: 'payer', value, source: 'actions', weight: 1, evidence }];
}

function paidWithOf({ purchases }: ClusterInput): Cluster[] {
  const newest = purchases.slice(-NEWEST_PURCHASES);
  const counts = new Map<string, number>();
  for (const { paidWith } of newest)
    if (paidWith !== undefined) counts.set(paidWith, (counts.get(paidWith) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value, count]) => ({
      facet: 'paidWith',
      value,
      source: 'actions',
      weight: count / newest.length,
      evidence: `${count} of the last ${newest.length} purchases`,
    }));
}

function behaviourOf({ lastListedAt, purchases, actions, now }: ClusterInput): Cluster {
  const behaviour = (value: string, evidence: string): Cluster => ({
    facet: 'behaviour',
    value,
    source: 'actions',
    weight: 1,
    evidence,
  });
  if (lastListedAt !== undefined && now - Date.parse(lastListedAt) < SELLER_MS)
    return behaviour('seller', `listed an item on ${lastListedAt.slice(0, 10)}`);
  if (purchases.length > 0) return behaviour('buyer', `${purchases.length} purchases`);
  if (actions.length >= BROWSER_ACTIONS)
    return behaviour('browser', `${actions.length} actions, no purchase`);
  return behaviour('new', `${actions.length} actions`);
}

function learnedOf({ items, model }: ClusterInput, acted: readonly Acted[]): Cluster[] {
  const nearest = model && nearestCluster(interestsOf(acted, items), model);
  if (!nearest) return [];
  const { id, name, likeness } = nearest;
  const evidence = `interests are most like those of the group ${name} (cosine ${likeness.toFixed(2)})`;
  return [{ facet: 'learned', value: id, name, source: 'model', weight: likeness, evidence }];
}
