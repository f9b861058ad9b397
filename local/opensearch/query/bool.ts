import type { Json } from '../../deploy/json.ts';
import { unsupported } from '../errors.ts';
import type { Compile } from './compile.ts';
import { constant, costOf, every, type Matcher, type Scope } from './matcher.ts';
import { checkKeys, listOf, objectAt } from './read.ts';

const KEYS = ['must', 'filter', 'should', 'must_not', 'minimum_should_match'];

/** `bool`. Without must and filter at least one of should has to match, otherwise none has to. */
export function bool(scope: Scope, body: Json, scored: boolean, compile: Compile): Matcher {
  const query = objectAt('bool', body);
  checkKeys('bool', query, KEYS);
  const clauses = (key: string, scores: boolean) =>
    listOf(query[key]).map((one) => compile(scope, one, scores));
  const must = clauses('must', scored);
  const filter = clauses('filter', false);
  const should = clauses('should', scored);
  const not = clauses('must_not', false).map(negated);
  const needed = minimum(query.minimum_should_match, must.length + filter.length === 0 && should.length > 0);
  if (must.length + filter.length + should.length + not.length === 0) return constant(() => true);
  const required = [...filter, ...not, ...must, ...(needed > 0 ? [atLeast(needed, should)] : [])];
  return {
    matches: every(required),
    cost: costOf(required),
    // Required and optional scores are summed as doubles, each sum is cast, and the two are added as floats.
    score: (slot) => Math.fround(sum(must, slot) + sumOfMatching(should, slot)),
  };
}

function minimum(given: Json | undefined, otherwiseOne: boolean): number {
  if (given === undefined) return otherwiseOne ? 1 : 0;
  const number = Number(given);
  if (Number.isInteger(number) && number >= 0) return number;
  throw unsupported(`[minimum_should_match: ${JSON.stringify(given)}], only whole numbers from 0`);
}

const negated = ({ matches, cost }: Matcher): Matcher => constant((slot) => !matches(slot), cost);

function atLeast(needed: number, should: readonly Matcher[]): Matcher {
  const matches = (slot: number) => {
    let found = 0;
    for (const one of should) if (one.matches(slot) && ++found === needed) return true;
    return false;
  };
  return constant(matches, costOf(should));
}

function sum(matchers: readonly Matcher[], slot: number): number {
  let total = 0;
  for (const one of matchers) total += one.score(slot);
  return Math.fround(total);
}

function sumOfMatching(matchers: readonly Matcher[], slot: number): number {
  let total = 0;
  for (const one of matchers) if (one.matches(slot)) total += one.score(slot);
  return Math.fround(total);
}
