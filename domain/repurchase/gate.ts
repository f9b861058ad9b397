import type { RepurchaseRules } from './rules.ts';

/** Of the categories that have a rule, at least this share must have one again. */
const LEAST_KEPT = 0.5;

/** Why new rules must not take the place of those that stand, in words; undefined where they may. */
export function refusalOf(rules: RepurchaseRules, last: RepurchaseRules | undefined): string | undefined {
  const [now, before] = [rules.categories.length, last?.categories.length ?? 0];
  if (now >= LEAST_KEPT * before) return undefined;
  return `rules were learned for ${now} categories, and ${last!.version} has ${before}: at least half as many are needed, or force: true`;
}
