import type { Json } from '../../deploy/json.ts';
import { ShardError } from '../errors.ts';
import { isNumber } from '../fields.ts';
import type { Scope } from './matcher.ts';
import { checkKeys, numberAt, objectAt, oneOf } from './read.ts';

/** `field_value_factor`: value times factor as doubles, the factor itself being a float. */
export function fieldValueFactor({ mapping, documents }: Scope, body: Json): (slot: number) => number {
  const asked = objectAt('field_value_factor', body);
  checkKeys('field_value_factor', asked, ['field', 'factor', 'missing', 'modifier']);
  oneOf('field_value_factor.modifier', asked.modifier, ['none'], 'none');
  const name = String(asked.field);
  const factor = Math.fround(numberAt('field_value_factor.factor', asked.factor, 1));
  const missing = asked.missing === undefined ? undefined : numberAt('missing', asked.missing, 0);
  const field = mapping.fields.get(name);
  if (field === undefined && missing === undefined)
    throw new ShardError(
      400,
      'exception',
      `Unable to find a field mapper for field [${name}]. No 'missing' value defined.`,
    );
  if (field !== undefined && !isNumber(field))
    throw new ShardError(
      400,
      'query_shard_exception',
      `failed to create query: field_value_factor needs a number, [${name}] is a ${field.type}`,
    );
  const column = documents.numbers.get(name);
  return (slot) => {
    const stored = column === undefined ? Number.NaN : column.at(slot);
    const value = Number.isNaN(stored) ? missing : stored;
    if (value === undefined) throw new ShardError(500, 'exception', `Missing value for field [${name}]`);
    const result = value * factor;
    if (result >= 0) return result;
    throw new ShardError(
      400,
      'illegal_argument_exception',
      `field value function must not produce negative scores, but got: [${result}] for field value: [${value}]`,
    );
  };
}
