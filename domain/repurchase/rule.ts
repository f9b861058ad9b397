import type { Item } from '../catalogue/item.ts';
import { type LearnedRule, pathKey, type RepurchaseRules, type RepurchaseScope } from './rules.ts';

/** How an item rests once it was bought. */
export interface RepurchaseRule {
  readonly rest: 'never' | 'always' | { readonly afterDays: number };
  /** What rests with it, and for how many days. */
  readonly scope: RepurchaseScope;
  readonly kinDays: number;
  readonly from: 'catalogue' | 'learned' | 'default';
  /** Where from in words. */
  readonly why: string;
}

/** Learned rules, to look up. */
export interface RuleBook {
  readonly kinDays: number;
  /** Whether any of its rules lets kin rest: otherwise nobody need know what was bought beside the ids. */
  readonly hasKin: boolean;
  readonly byPath: ReadonlyMap<string, LearnedRule>;
}

export function ruleBook({ categories, parameters }: RepurchaseRules): RuleBook {
  return {
    kinDays: parameters.kinDays,
    hasKin: categories.some(({ scope }) => scope !== 'item'),
    byPath: new Map(categories.map((rule) => [pathKey(rule.path), rule])),
  };
}

/**
 * The rule of an item: the catalogue's wins; else what was learned of its leaf category, or of the closest above it; else it never returns,
 * it alone. Where an item never returns by the catalogue, its kin rests as learned. O(depth)
 */
export function ruleFor(
  { repurchase, categories }: Pick<Item, 'repurchase' | 'categories'>,
  book: RuleBook | undefined,
): RepurchaseRule {
  const learned = book && learnedFor(categories, book);
  const kin = learned && learned.scope !== 'item' ? { scope: learned.scope, kinDays: book!.kinDays } : ALONE;
  if (repurchase !== undefined)
    return {
      ...(repurchase === 'never' ? kin : ALONE),
      rest: repurchase,
      from: 'catalogue',
      why: 'the catalogue says so',
    };
  if (!learned)
    return { ...ALONE, rest: 'never', from: 'default', why: 'nothing is learned of its category' };
  return { ...kin, rest: learned.rest, from: 'learned', why: `learned for ${learned.path.join(' › ')}` };
}

const ALONE = { scope: 'item', kinDays: 0 } as const;

function learnedFor(categories: readonly string[], { byPath }: RuleBook): LearnedRule | undefined {
  for (let depth = categories.length; depth > 0; depth--) {
    const rule = byPath.get(pathKey(categories.slice(0, depth)));
    if (rule) return rule;
  }
  return undefined;
}
