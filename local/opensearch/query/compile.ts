import type { Json } from '../../deploy/json.ts';
import { unsupported } from '../errors.ts';
import { bool } from './bool.ts';
import { exists, ids, range, term, terms } from './fields.ts';
import { functionScore } from './function-score.ts';
import { hasChild } from './has-child.ts';
import { constant, type Matcher, type Scope } from './matcher.ts';
import { checkKeys, numberAt, objectAt, onlyEntry } from './read.ts';

/** Compiles a query; `scored` tells whether anybody will ask for scores. @throws SearchError */
export type Compile = (scope: Scope, query: Json, scored: boolean) => Matcher;

const QUERIES: Readonly<
  Record<string, (scope: Scope, body: Json, scored: boolean, compile: Compile) => Matcher>
> = {
  match_all: (_, body) => {
    checkKeys('match_all', objectAt('match_all', body), []);
    return constant(() => true);
  },
  term,
  terms,
  range,
  exists,
  ids,
  bool,
  constant_score: constantScore,
  has_child: hasChild,
  function_score: functionScore,
};

export const compile: Compile = (scope, query, scored) => {
  const [name, body] = onlyEntry('query', query);
  const make = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
  if (make === undefined) throw unsupported(`the query [${name}]`);
  return make(scope, body, scored, compile);
};

function constantScore(scope: Scope, body: Json): Matcher {
  const query = objectAt('constant_score', body);
  checkKeys('constant_score', query, ['filter', 'boost']);
  const { matches, cost } = compile(scope, query.filter ?? null, false);
  return constant(matches, cost, Math.fround(numberAt('constant_score.boost', query.boost, 1)));
}
