import type { Acts } from '../together/acts.ts';
import { ACT } from '../together/codes.ts';
import { group, NONE } from '../together/sort.ts';
import { Returns } from './returns.ts';
import { type LearnedRule, pathKey, type RepurchaseParameters } from './rules.ts';

const DAY_MS = 86_400_000;
/** Fewer buyers who came back do not make a median of their own. */
const LEAST_RETURNING = 5;

/** What learning needs of an item; undefined for one that the catalogue does not know. */
export type LearnItem = (
  itemId: string,
) => { readonly path: readonly string[]; readonly nameGroup: string } | undefined;

/** The tallies of a category: of its items, and of their name groups. */
interface Tally {
  readonly path: readonly string[];
  readonly items: Returns;
  readonly groups: Returns;
}

/**
 * Learns for each category with enough buyers whether its items are bought again, and after how long; parents first. Purchases on one day are one. A category
 * counts its sub-categories' buyers too, and draws its shares towards its parent's, the highest ones towards those of the whole market.
 * O(purchases × depth)
 *
 * @param asOf the last moment that is known of, ms
 */
export function learnRepurchase(
  acts: Acts,
  itemOf: LearnItem,
  asOf: number,
  parameters: RepurchaseParameters,
): LearnedRule[] {
  const tallies = new Tallies(parameters.withinDays, Math.floor(asOf / DAY_MS));
  const items = acts.itemIds.map(itemOf);
  const bought = acts.actors.map((actor, act) => (acts.kinds[act] === ACT.purchase ? actor : NONE));
  const { starts, members } = group(bought, acts.actorCount);
  for (let actor = 0; actor < acts.actorCount; actor++)
    tallyBuyer(members.subarray(starts[actor], starts[actor + 1]), acts, items, tallies);
  return rulesOf(tallies.inOrder(), parameters);
}

/** One buyer's purchases, in order of moments. */
function tallyBuyer(
  members: Uint32Array,
  { items: numbers, times }: Acts,
  items: readonly ReturnType<LearnItem>[],
  tallies: Tallies,
): void {
  const [byItem, byGroup] = [new Map<number, number[]>(), new Map<string, number[]>()];
  const leading = new Map<string, readonly string[]>();
  for (const act of members) {
    const number = numbers[act]!;
    const item = items[number];
    if (!item) continue;
    const day = Math.floor(times[act]! / DAY_MS);
    addDay(byItem, number, day);
    addDay(byGroup, item.nameGroup, day);
    if (!leading.has(item.nameGroup)) leading.set(item.nameGroup, item.path);
  }
  for (const [number, days] of byItem) tallies.add('items', items[number]!.path, days);
  for (const [name, days] of byGroup) tallies.add('groups', leading.get(name)!, days);
}

function addDay<Key>(days: Map<Key, number[]>, key: Key, day: number): void {
  const known = days.get(key);
  if (!known) days.set(key, [day]);
  else if (known.at(-1) !== day) known.push(day);
}

class Tallies {
  readonly #byPath = new Map<string, Tally>();
  readonly #horizon: number;
  readonly #today: number;

  constructor(horizon: number, today: number) {
    this.#horizon = horizon;
    this.#today = today;
  }

  /** Counts for a category, all above it, and the whole market (the empty path). */
  add(of: 'items' | 'groups', path: readonly string[], days: readonly number[]): void {
    for (let depth = 0; depth <= path.length; depth++)
      this.#at(path.slice(0, depth))[of].add(days, this.#today);
  }

  /** Parents before their children. */
  inOrder(): Tally[] {
    return [...this.#byPath.values()].sort(
      (a, b) => a.path.length - b.path.length || (pathKey(a.path) < pathKey(b.path) ? -1 : 1),
    );
  }

  #at(path: readonly string[]): Tally {
    const key = pathKey(path);
    const known = this.#byPath.get(key);
    if (known) return known;
    const tally = { path, items: new Returns(this.#horizon), groups: new Returns(this.#horizon) };
    this.#byPath.set(key, tally);
    return tally;
  }
}

/** What is passed down from a category to those below it. */
interface Passed {
  readonly again: number;
  readonly groupAgain: number;
  readonly medianDays: number | undefined;
  readonly isDurable: boolean;
}

/** @param tallies parents before their children */
function rulesOf(tallies: readonly Tally[], parameters: RepurchaseParameters): LearnedRule[] {
  const passed = new Map<string, Passed>();
  const rules: LearnedRule[] = [];
  for (const tally of tallies) {
    const { path, items } = tally;
    const parent = path.length === 0 ? undefined : passed.get(pathKey(path.slice(0, -1)));
    const own = passedBy(tally, parent, parameters);
    passed.set(pathKey(path), own);
    if (path.length > 0 && items.whole >= parameters.leastBuyers)
      rules.push(ruleFrom(tally, own, parameters));
  }
  return rules;
}

function passedBy(
  { items, groups }: Tally,
  parent: Passed | undefined,
  parameters: RepurchaseParameters,
): Passed {
  const drawn = (returns: Returns, towards: number | undefined) =>
    towards === undefined
      ? returns.share()
      : (returns.whole * returns.share() + parameters.shrink * towards) / (returns.whole + parameters.shrink);
  const again = drawn(items, parent?.again);
  const groupAgain = drawn(groups, parent?.groupAgain);
  const isSure = groups.whole >= parameters.durableBuyers || parent?.isDurable === true;
  const medianDays = items.returning >= LEAST_RETURNING ? items.medianDays() : parent?.medianDays;
  return { again, groupAgain, medianDays, isDurable: isSure && groupAgain < parameters.durableShare };
}

function ruleFrom({ path, items }: Tally, passed: Passed, { share, kin }: RepurchaseParameters): LearnedRule {
  const { again, groupAgain, medianDays, isDurable } = passed;
  const returns = again >= share && medianDays !== undefined;
  return {
    path,
    buyers: items.whole,
    again: round(again),
    groupAgain: round(groupAgain),
    ...(medianDays !== undefined && { medianDays }),
    rest: returns ? { afterDays: medianDays } : 'never',
    scope: !returns && isDurable ? kin : 'item',
  };
}

const round = (share: number): number => Math.round(share * 10_000) / 10_000;
