import type { Json } from '../../deploy/json.ts';
import { invalid, ShardError, unsupported } from '../errors.ts';
import type { Compile } from './compile.ts';
import { decay, isDecay } from './decay.ts';
import { fieldValueFactor } from './field-value-factor.ts';
import type { Matcher, Scope } from './matcher.ts';
import { checkKeys, listOf, numberAt, objectAt, oneOf } from './read.ts';

const SCORE_MODES = ['multiply', 'sum', 'avg', 'first', 'max', 'min'] as const;
const BOOST_MODES = ['multiply', 'replace', 'sum', 'avg', 'max', 'min'] as const;
type ScoreMode = (typeof SCORE_MODES)[number];
const KEYS = ['query', 'functions', 'score_mode', 'boost_mode', 'max_boost', 'min_score'];
const FLOAT_MAX = 3.4028234663852886e38;

interface ScoreFunction {
  readonly applies: ((slot: number) => boolean) | undefined;
  readonly value: (slot: number) => number;
  readonly weight: number;
}

/** `function_score`: functions are combined as doubles, and the result is cast to float. */
export function functionScore(scope: Scope, body: Json, scored: boolean, compile: Compile): Matcher {
  const asked = objectAt('function_score', body);
  checkKeys('function_score', asked, KEYS);
  const boostMode = oneOf('function_score.boost_mode', asked.boost_mode, BOOST_MODES, 'multiply');
  const scoreMode = oneOf('function_score.score_mode', asked.score_mode, SCORE_MODES, 'multiply');
  const scores = scored || asked.min_score !== undefined;
  const query = compile(scope, asked.query ?? { match_all: {} }, scores && boostMode !== 'replace');
  const functions = listOf(asked.functions).map((one) => functionOf(scope, one, compile));
  const factor = combination(functions, scoreMode);
  const most = numberAt('function_score.max_boost', asked.max_boost, FLOAT_MAX);
  const combine = COMBINED[boostMode];
  const score = (slot: number) => {
    const own = boostMode === 'replace' ? 0 : query.score(slot);
    if (functions.length === 0) return boostMode === 'replace' ? query.score(slot) : own;
    const result = Math.fround(combine(own, Math.min(factor(slot), most)));
    if (result >= 0) return result;
    throw shardInvalid(`function score query returned an invalid score: ${result} for doc: ${slot}`);
  };
  if (asked.min_score === undefined) return { ...query, score };
  const least = Math.fround(numberAt('function_score.min_score', asked.min_score, 0));
  return { matches: (slot) => query.matches(slot) && score(slot) >= least, score, cost: query.cost * 4 };
}

const COMBINED: Readonly<Record<(typeof BOOST_MODES)[number], (query: number, factor: number) => number>> = {
  multiply: (query, factor) => query * factor,
  replace: (_, factor) => factor,
  sum: (query, factor) => query + factor,
  avg: (query, factor) => (query + factor) / 2,
  max: Math.max,
  min: Math.min,
};

function functionOf(scope: Scope, given: Json, compile: Compile): ScoreFunction {
  const { filter, weight, ...rest } = objectAt('functions', given);
  const [[name, body] = ['', null], second] = Object.entries(rest);
  if (second !== undefined) throw unsupported(`[${second[0]}] beside [${name}] in one function`);
  if (name === '' && weight === undefined) throw invalid('an entry in functions list is missing a function.');
  const float = Math.fround(numberAt('weight', weight, 1));
  const value = scoreOf(scope, name, body);
  return {
    applies: filter === undefined ? undefined : compile(scope, filter, false).matches,
    value: weight === undefined ? value : (slot) => value(slot) * float,
    weight: float,
  };
}

function scoreOf(scope: Scope, name: string, body: Json): (slot: number) => number {
  if (name === '') return () => 1;
  if (name === 'field_value_factor') return fieldValueFactor(scope, body);
  if (isDecay(name)) return decay(scope, name, body);
  throw unsupported(`the function [${name}] in [function_score]`);
}

/** The functions that apply to a document as one number; 1 where none applies. */
function combination(functions: readonly ScoreFunction[], mode: ScoreMode): (slot: number) => number {
  const [only] = functions;
  // OpenSearch takes a single function without a filter as it is.
  if (functions.length === 1 && only !== undefined && only.applies === undefined) return only.value;
  const start = mode === 'sum' || mode === 'avg' ? 0 : mode === 'multiply' ? 1 : undefined;
  const { length } = functions;
  return (slot) => {
    let result = start;
    let weights = 0;
    for (let at = 0; at < length; at++) {
      const { applies, value, weight } = functions[at] as ScoreFunction;
      if (applies !== undefined && !applies(slot)) continue;
      if (mode === 'first') return value(slot);
      result = STEP[mode](result, value(slot));
      weights += weight;
    }
    if (mode === 'multiply') return result as number;
    if (mode === 'sum' || mode === 'avg')
      return weights === 0 ? 1 : (result as number) / (mode === 'avg' ? weights : 1);
    return result ?? 1;
  };
}

const STEP: Readonly<
  Record<Exclude<ScoreMode, 'first'>, (result: number | undefined, value: number) => number>
> = {
  multiply: (result = 1, value) => result * value,
  sum: (result = 0, value) => result + value,
  avg: (result = 0, value) => result + value,
  max: (result = Number.NEGATIVE_INFINITY, value) => Math.max(result, value),
  min: (result = Number.POSITIVE_INFINITY, value) => Math.min(result, value),
};

const shardInvalid = (reason: string) => new ShardError(400, 'illegal_argument_exception', reason);
