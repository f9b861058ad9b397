import type { Json, JsonObject } from '../deploy/json.ts';
import { badQuery, invalid, ShardError } from './errors.ts';
import { compile } from './query/compile.ts';
import { checkKeys, numberAt } from './query/read.ts';
import type { SearchIndex } from './search-index.ts';
import { shardCount } from './settings.ts';
import { shortest } from './single.ts';
import { type Criterion, criteriaOf } from './sort.ts';
import { type SourceFilter, sourceFilter } from './source.ts';
import { comparison, isBehind, type Ranked, Top } from './top.ts';

const KEYS = ['query', 'size', 'from', 'sort', 'search_after', 'track_total_hits', '_source', 'timeout'];
const SIZE = 10;
/** `index.max_result_window`. */
const WINDOW = 10_000;
/** Hits are counted up to this unless told otherwise. */
const COUNTED = 10_000;

export const shardsOf = (index: SearchIndex): JsonObject => {
  const total = shardCount(index.settings);
  return { total, successful: total, skipped: 0, failed: 0 };
};

/** `_search`: one pass over the documents, the conditions first, then scores of those that match. */
export function search(index: SearchIndex, body: JsonObject): JsonObject {
  const started = performance.now();
  checkKeys('_search', body, KEYS);
  const criteria = criteriaOf(index, body.sort);
  const scored = criteria.some(({ byScore }) => byScore);
  const { size, from } = windowOf(body);
  const behind = behindOf(criteria, body);
  const matcher = compile(index, body.query ?? { match_all: {} }, scored);
  const top = new Top(size + from, comparison(criteria));
  let total = 0;
  let greatest = 0;
  const { documents } = index;
  for (let slot = 0, { end } = documents; slot < end; slot++) {
    if (documents.at(slot) === undefined || !matcher.matches(slot)) continue;
    total += 1;
    const one = { slot, score: scored ? matcher.score(slot) : 0 };
    if (one.score > greatest) greatest = one.score;
    if (behind === undefined || behind(one)) top.offer(one);
  }
  const show = hitOf(
    index,
    body.sort === undefined ? undefined : criteria,
    scored,
    sourceFilter(body._source),
  );
  const hits = top.sorted().slice(from).map(show);
  const maxScore = body.sort === undefined && total > 0 ? shortest(greatest) : null;
  return {
    took: Math.round(performance.now() - started),
    timed_out: false,
    _shards: shardsOf(index),
    hits: { ...totalOf(total, body.track_total_hits), max_score: maxScore, hits },
  };
}

/** `_count`: how many documents match. */
export function count(index: SearchIndex, body: JsonObject): number {
  checkKeys('_count', body, ['query']);
  const { matches } = compile(index, body.query ?? { match_all: {} }, false);
  const { documents } = index;
  let total = 0;
  for (let slot = 0, { end } = documents; slot < end; slot++)
    if (documents.at(slot) !== undefined && matches(slot)) total += 1;
  return total;
}

function windowOf(body: JsonObject): { size: number; from: number } {
  const size = numberAt('size', body.size, SIZE);
  const from = numberAt('from', body.from, 0);
  if (!Number.isInteger(size) || size < 0)
    throw invalid(`[size] parameter cannot be negative, found [${size}]`);
  if (!Number.isInteger(from) || from < 0)
    throw invalid(`[from] parameter cannot be negative, found [${from}]`);
  if (size + from <= WINDOW) return { size, from };
  throw new ShardError(
    400,
    'illegal_argument_exception',
    `Result window is too large, from + size must be less than or equal to: [${WINDOW}] but was [${size + from}].`,
  );
}

function behindOf(
  criteria: readonly Criterion[],
  { search_after: after, sort, from }: JsonObject,
): ((one: Ranked) => boolean) | undefined {
  if (after === undefined) return undefined;
  if (!Array.isArray(after)) throw badQuery('[search_after] needs a list of values');
  const refuse = (reason: string) => new ShardError(400, 'illegal_argument_exception', reason);
  if (sort === undefined) throw refuse('Sort must contain at least one field.');
  if (after.length !== criteria.length)
    throw refuse(`search_after has ${after.length} value(s) but sort has ${criteria.length}.`);
  if (from !== undefined && from !== 0)
    throw new ShardError(
      500,
      'search_exception',
      '`from` parameter must be set to 0 when `search_after` is used.',
    );
  return isBehind(
    criteria,
    criteria.map(({ read }, at) => read(after[at] ?? null)),
  );
}

function totalOf(total: number, tracked: Json | undefined): JsonObject {
  if (tracked === false) return {};
  const most = tracked === true ? Number.POSITIVE_INFINITY : numberAt('track_total_hits', tracked, COUNTED);
  const relation = total > most ? 'gte' : 'eq';
  return { total: { value: Math.min(total, most), relation } };
}

function hitOf(
  { name, documents }: SearchIndex,
  criteria: readonly Criterion[] | undefined,
  scored: boolean,
  filter: SourceFilter,
) {
  return ({ slot, score }: Ranked): JsonObject => {
    const { id = '', routing, source = '{}' } = documents.at(slot) ?? {};
    const shown = filter(source);
    return {
      _index: name,
      _id: id,
      _score: scored ? shortest(score) : null,
      ...(routing !== undefined && { _routing: routing }),
      ...(shown !== undefined && { _source: shown }),
      ...(criteria && { sort: criteria.map(({ key, show }) => show(key(slot, score))) }),
    };
  };
}
