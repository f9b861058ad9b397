import type { Json } from '../../deploy/json.ts';
import { ShardError } from '../errors.ts';
import type { Compile } from './compile.ts';
import type { Matcher, Scope } from './matcher.ts';
import { checkKeys, objectAt, oneOf } from './read.ts';

const MODES = ['none', 'max', 'min', 'sum', 'avg'] as const;
/** Looking at children costs more than looking at a column. */
const FAR = 8;

/** `has_child`: parents of which a child matches. Without a score mode each scores 1. */
export function hasChild(scope: Scope, body: Json, scored: boolean, compile: Compile): Matcher {
  const query = objectAt('has_child', body);
  checkKeys('has_child', query, ['type', 'query', 'score_mode']);
  const mode = oneOf('has_child.score_mode', query.score_mode, MODES, 'none');
  const { documents, mapping } = scope;
  const { join } = mapping;
  const type = String(query.type);
  if (join === undefined || !join.children.includes(type))
    throw new ShardError(
      400,
      'query_shard_exception',
      `[has_child] join field [${join?.field.name}] doesn't hold [${type}] as a child`,
    );
  const inner = compile(scope, query.query ?? null, scored && mode !== 'none');
  const ofType = documents.keywords.get(join.field.name)?.oneOf([type]) ?? (() => false);
  const fits = (child: number) => ofType(child) && inner.matches(child);
  return {
    matches: (slot) => {
      const children = documents.childrenOf(slot);
      for (let at = 0; at < children.length; at++) if (fits(children[at] as number)) return true;
      return false;
    },
    cost: FAR + inner.cost,
    score:
      mode === 'none' || !scored
        ? () => 1
        : (slot) => {
            const children = documents.childrenOf(slot);
            const [only] = children;
            // As a rule there is one, and it fits: whoever has none that does is not asked for a score.
            if (children.length === 1 && only !== undefined) return inner.score(only);
            return combined(mode, children.filter(fits).map(inner.score));
          },
  };
}

/** Scores of children are combined as floats. */
function combined(mode: Exclude<(typeof MODES)[number], 'none'>, scores: readonly number[]): number {
  if (mode === 'max') return Math.max(...scores);
  if (mode === 'min') return Math.min(...scores);
  const total = scores.reduce((sum, score) => Math.fround(sum + score), 0);
  return mode === 'sum' ? total : Math.fround(total / scores.length);
}
