import type { Json } from '../../deploy/json.ts';
import { badQuery, invalid, ShardError } from '../errors.ts';
import { dateOf, type Field, isNumber } from '../fields.ts';
import type { Scope } from './matcher.ts';
import { checkKeys, numberAt, objectAt, onlyEntry } from './read.ts';

type Shape = 'exp' | 'gauss' | 'linear';

export const isDecay = (name: string): name is Shape =>
  name === 'exp' || name === 'gauss' || name === 'linear';

/** Values of each shape by distance, as OpenSearch computes them: in doubles, in this order. */
const SHAPES: Readonly<Record<Shape, (scale: number, decay: number) => (distance: number) => number>> = {
  exp: (scale, decay) => {
    const rate = Math.log(decay) / scale;
    return (distance) => Math.exp(rate * distance);
  },
  gauss: (scale, decay) => {
    const square = (0.5 * scale ** 2) / Math.log(decay);
    return (distance) => Math.exp((0.5 * distance ** 2) / square);
  },
  linear: (scale, decay) => {
    const end = scale / (1 - decay);
    return (distance) => Math.max(0, (end - distance) / end);
  },
};

/** A decay by the distance from an origin; a document without the value is at no distance. */
export function decay({ mapping, documents }: Scope, shape: Shape, body: Json): (slot: number) => number {
  const [name, given] = onlyEntry(shape, body);
  const asked = objectAt(shape, given);
  checkKeys(shape, asked, ['origin', 'scale', 'offset', 'decay']);
  const field = mapping.fields.get(name);
  if (field === undefined) throw new ShardError(400, 'parsing_exception', `unknown field [${name}]`);
  if (!isNumber(field))
    throw new ShardError(
      400,
      'parsing_exception',
      `field [${name}] is of type [${field.type}], but only numeric types are supported.`,
    );
  const origin = originOf(field, asked.origin);
  const scale = distanceOf(field, asked.scale);
  const offset = asked.offset === undefined ? 0 : distanceOf(field, asked.offset);
  const share = numberAt(`${shape}.decay`, asked.decay, 0.5);
  if (!(scale > 0)) throw invalid(`scale must be > 0.0, got [${asked.scale}]`);
  if (!(share > 0 && share < 1)) throw invalid(`decay must be in the range (0..1), got [${asked.decay}]`);
  const value = SHAPES[shape](scale, share);
  const column = documents.numbers.get(name);
  return (slot) => {
    const stored = column === undefined ? Number.NaN : column.at(slot);
    return value(Number.isNaN(stored) ? 0 : Math.max(0, Math.abs(stored - origin) - offset));
  };
}

function originOf(field: Field, given: Json | undefined): number {
  const origin = field.type === 'date' ? dateOf(given ?? null) : given;
  if (typeof origin === 'number') return origin;
  throw badQuery(`the origin of [${field.name}] must be a ${field.type}, got ${JSON.stringify(given)}`);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** A distance in the field's unit; of dates in milliseconds from words such as `3d`. */
function distanceOf(field: Field, given: Json | undefined): number {
  if (field.type !== 'date') return numberAt(`scale of ${field.name}`, given, Number.NaN);
  // As in OpenSearch, fractions of a unit are not taken.
  const [, amount, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(String(given)) ?? [];
  if (amount !== undefined && unit !== undefined) return Number(amount) * (UNITS[unit] as number);
  throw badQuery(
    `failed to parse [${given}] as a time value: a whole number and one of ${Object.keys(UNITS)} are needed`,
  );
}
