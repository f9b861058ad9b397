import type { Item } from '../catalogue/item.ts';
import type { Timestamp } from '../events/event.ts';
import { isAlike } from '../titles/alike.ts';
import { signatureOf, type Titled } from '../titles/known.ts';
import type { TitleSignature } from '../titles/signature.ts';
import type { Bought } from './bought.ts';
import { type RuleBook, ruleFor } from './rule.ts';
import { pathKey, type RepurchaseScope } from './rules.ts';

const DAY_MS = 86_400_000;
/** Titles that share so much of their features are of one name group (bench/README.md, "Titles"). */
const ALIKE = 0.6;
/** Bought items whose kin is looked for: the newest ones. */
const MOST_READ = 100;

/** What tells an item's kin. */
export type KinFacts = Titled & Pick<Item, 'categories' | 'groupId' | 'repurchase'>;

/** A bought item that lets others rest. */
export interface Resting {
  readonly itemId: string;
  readonly boughtAt: Timestamp;
  readonly scope: Exclude<RepurchaseScope, 'item'>;
  readonly days: number;
  /** Milliseconds. */
  readonly until: number;
  readonly why: string;
}

/** The bought items that may let kin rest at `now`, ms: they are to be read. The newest first. */
export function kinToRead(bought: Bought, { hasKin, kinDays }: RuleBook, now: number): string[] {
  if (!hasKin) return [];
  const from = new Date(now - kinDays * DAY_MS).toISOString();
  return [...bought]
    .map(([itemId, times]) => ({ itemId, newest: times.at(-1)! }))
    .filter(({ newest }) => newest > from)
    .sort((a, b) => (a.newest < b.newest ? 1 : -1))
    .slice(0, MOST_READ)
    .map(({ itemId }) => itemId);
}

/** Why an item rests though it was not bought itself; undefined where it does not. */
export type KinLookup = (
  item: Titled & Pick<Item, 'itemId' | 'categories' | 'groupId'>,
) => Resting | undefined;

/** @param facts of bought items, by id */
export function restingKin(
  bought: Bought,
  facts: ReadonlyMap<string, KinFacts>,
  book: RuleBook,
  now: number,
): KinLookup {
  const byGroup = new Map<string, Resting>();
  const byLeaf = new Map<string, Leaf>();
  for (const [itemId, item] of facts) {
    const resting = restingOf(itemId, item, bought.get(itemId)?.at(-1), book);
    if (!resting || resting.until <= now) continue;
    if (item.groupId !== undefined) byGroup.set(item.groupId, resting);
    const leaf = pathKey(item.categories);
    const known = byLeaf.get(leaf) ?? { all: undefined, named: [] };
    byLeaf.set(leaf, withResting(known, resting, item));
  }
  return (item) => {
    const told = item.groupId === undefined ? undefined : byGroup.get(item.groupId);
    const leaf = byLeaf.get(pathKey(item.categories));
    return told ?? leaf?.all ?? (leaf && namesake(leaf, item));
  };
}

/** Near kin is of the same leaf category: only there titles are compared. */
interface Leaf {
  /** What lets the whole category rest. */
  readonly all: Resting | undefined;
  readonly named: readonly { readonly resting: Resting; readonly signature: TitleSignature }[];
}

const withResting = (leaf: Leaf, resting: Resting, item: Titled): Leaf =>
  resting.scope === 'category'
    ? { ...leaf, all: resting }
    : { ...leaf, named: [...leaf.named, { resting, signature: signatureOf(item) }] };

function namesake({ named }: Leaf, item: Titled): Resting | undefined {
  if (named.length === 0) return undefined;
  const own = signatureOf(item);
  return named.find(({ signature }) => isAlike(own, signature, ALIKE))?.resting;
}

function restingOf(
  itemId: string,
  item: KinFacts,
  boughtAt: Timestamp | undefined,
  book: RuleBook,
): Resting | undefined {
  const { scope, kinDays, why } = ruleFor(item, book);
  if (scope === 'item' || boughtAt === undefined) return undefined;
  return { itemId, boughtAt, scope, days: kinDays, until: Date.parse(boughtAt) + kinDays * DAY_MS, why };
}
