import type { Platform } from '../../domain/events/event.ts';
import type { UserLine } from '../import/kinds.ts';
import { STYLES } from './items.ts';
import { type Random, randomOf } from './random.ts';
import { DEPARTMENTS, type Group } from './taxonomy.ts';

const USER_COUNT = 3000;
/** One user in so many shares the cookie of the user before: a family's computer. */
const SHARES_COOKIE = 0.08;

/** A user of the sample with what drives what he does. */
export interface Shopper {
  readonly user: UserLine;
  readonly age: number;
  /** Groups of the market that he cares for, most first. */
  readonly tastes: readonly Group[];
  readonly style: number;
  readonly platform: Platform;
  readonly cookieId: string;
  /** How often he comes, beside others. */
  readonly activity: number;
  /** Leaf → the consumable he buys again. */
  readonly staples: Map<string, number>;
}

export function sampleShoppers(seed: number, now: number): Shopper[] {
  const random = randomOf(seed, 'users');
  const shoppers: Shopper[] = [];
  for (let number = 1; number <= USER_COUNT; number++) {
    shoppers.push(shopperOf(number, new Date(now).getUTCFullYear(), shoppers.at(-1), random));
  }
  return shoppers;
}

function shopperOf(number: number, year: number, before: Shopper | undefined, random: Random): Shopper {
  const sex = random.weighted([50, 47, 3]);
  const age = Math.round(Math.min(75, Math.max(15, 33 + 11 * random.normal())));
  const tastes = tastesOf(sex, age, random);
  const name = String(number).padStart(4, '0');
  const interests = tastes.slice(0, 2).map((group) => group.slug);
  return {
    user: {
      userId: `u${name}`,
      sex: (['female', 'male', 'other'] as const)[sex]!,
      birthYear: year - age,
      ...(random.chance(0.5) ? { interests } : {}),
      ...(age >= 20 ? { adult: true } : {}),
    },
    age,
    tastes,
    style: random.int(STYLES),
    platform: (['ios', 'android', 'mweb', 'web'] as const)[random.weighted([30, 32, 18, 20])]!,
    cookieId: before && random.chance(SHARES_COOKIE) ? before.cookieId : `c${name}`,
    activity: Math.exp(0.9 * random.normal()),
    staples: new Map(),
  };
}

const GROUPS = DEPARTMENTS.flatMap((department) => department.groups);

function tastesOf(sex: number, age: number, random: Random): Group[] {
  const weights = GROUPS.map((group) => {
    const tilt = sex === 0 ? Math.sqrt(group.women) : sex === 1 ? 1 / Math.sqrt(group.women) : 1;
    return tilt * (0.08 + Math.exp(-(((age - group.age) / 12) ** 2) / 2));
  });
  const tastes: Group[] = [];
  while (tastes.length < 3) {
    const at = random.weighted(weights);
    weights[at] = 0;
    tastes.push(GROUPS[at]!);
  }
  return tastes;
}
