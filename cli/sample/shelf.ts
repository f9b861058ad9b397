import type { SampleItem } from './items.ts';
import type { Random } from './random.ts';
import { DEPARTMENTS, type Group, type Leaf } from './taxonomy.ts';

const GROUPS = new Map(
  DEPARTMENTS.flatMap((department) => department.groups).map((group) => [group.slug, group]),
);
const POPULAR = 40;
const STAPLES = 2;
/** How much more people look at what is of their style than at the rest of the shelf. */
const STYLE_PULL = 7;

/** What stands where in the market, and what of it somebody would look at. Items are told by their index. */
export class Shelf {
  readonly items: readonly SampleItem[];
  readonly #byLeaf: Map<string, number[]>;
  readonly #byFamily: Map<string, number[]>;
  readonly #byAppeal: Map<string, number[]>;
  readonly #popular: number[];

  constructor(items: readonly SampleItem[]) {
    this.items = items;
    this.#byLeaf = Map.groupBy(items.keys(), (at) => items[at]!.leaf.slug);
    this.#byFamily = Map.groupBy(items.keys(), (at) => items[at]!.family);
    const byAppeal = [...items.keys()].sort((a, b) => items[b]!.appeal - items[a]!.appeal || a - b);
    this.#byAppeal = Map.groupBy(byAppeal, (at) => items[at]!.leaf.slug);
    this.#popular = byAppeal.slice(0, POPULAR);
  }

  /** Something of a leaf, of the shopper's style rather than not; undefined when nothing is there then. */
  fromLeaf(leaf: Leaf, style: number, at: number, random: Random): number | undefined {
    return this.#choose(this.#byLeaf.get(leaf.slug) ?? [], style, at, random);
  }

  /** Another listing of the same product. */
  sameFamily(item: number, at: number, random: Random): number | undefined {
    const others = this.#byFamily.get(this.items[item]!.family)!.filter((other) => other !== item);
    return this.#choose(others, this.items[item]!.style, at, random);
  }

  popular(at: number, random: Random): number | undefined {
    return this.#choose(this.#popular, -1, at, random);
  }

  /** What one buys along with an item: of another leaf of its group, or of the group that goes with it. */
  companion(item: number, style: number, at: number, random: Random): number | undefined {
    const { group, leaf } = this.items[item]!;
    const sibling = group.leaves.filter((other) => other !== leaf);
    const partner = GROUPS.get(group.goesWith) as Group;
    const leaves = random.chance(0.65) && sibling.length > 0 ? sibling : partner.leaves;
    return this.#staple(random.pick(leaves), style, at, random);
  }

  /** One of the few things of a leaf and style that everybody takes along; they are no one-offs. */
  #staple(leaf: Leaf, style: number, at: number, random: Random): number | undefined {
    const fitting = this.#byAppeal.get(leaf.slug)!.filter((item) => {
      const { single, style: own } = this.items[item]!;
      return own === style && !single && this.isThere(item, at);
    });
    return fitting[random.int(Math.min(STAPLES, fitting.length))] ?? this.fromLeaf(leaf, style, at, random);
  }

  isThere(item: number, at: number): boolean {
    return this.items[item]!.listedAt <= at && at < this.items[item]!.soldAt;
  }

  #choose(candidates: readonly number[], style: number, at: number, random: Random): number | undefined {
    const there = candidates.filter((item) => this.isThere(item, at));
    if (there.length === 0) return undefined;
    const weights = there.map(
      (item) => this.items[item]!.appeal * (this.items[item]!.style === style ? STYLE_PULL : 1),
    );
    return there[random.weighted(weights)];
  }
}
