import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { unsupported } from './errors.ts';
import { checkKeys, listOf } from './query/read.ts';
import { wildcards } from './wildcards.ts';

/** Gives the part of a source that was asked for; undefined: none of it. */
export type SourceFilter = (source: string) => JsonObject | undefined;

/** From `_source`: true, false, names, or `{includes, excludes}`; names may hold `*`. */
export function sourceFilter(asked: Json | undefined): SourceFilter {
  if (asked === false) return () => undefined;
  const parse = (source: string) => JSON.parse(source) as JsonObject;
  if (asked === undefined || asked === true) return parse;
  const rules = isObject(asked) ? asked : { includes: asked };
  checkKeys('_source', rules, ['includes', 'excludes']);
  const [includes, excludes] = [patterns(rules.includes), patterns(rules.excludes)];
  return (source) => filtered(parse(source), includes, excludes, '');
}

/** Patterns of paths; a name covers all that lies in it. */
function patterns(given: Json | undefined): RegExp[] {
  return listOf(given).map((one) => {
    if (typeof one === 'string') return wildcards(one, '(\\..*)?');
    throw unsupported(`[_source] with ${JSON.stringify(one)}`);
  });
}

function filtered(
  object: JsonObject,
  includes: readonly RegExp[],
  excludes: readonly RegExp[],
  prefix: string,
): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const path = prefix + key;
    if (excludes.some((pattern) => pattern.test(path))) continue;
    const whole = includes.length === 0 || includes.some((pattern) => pattern.test(path));
    if (!isObject(value)) {
      if (whole) kept[key] = value;
      continue;
    }
    const inner = filtered(value, whole ? [] : includes, excludes, `${path}.`);
    if (whole || Object.keys(inner).length > 0) kept[key] = inner;
  }
  return kept;
}
