import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/deploy/json.ts';
import { compilePattern } from '../../../local/events/patterns.ts';
import { at, shapeInput } from '../../../local/events/transformer.ts';
import { compileFilters } from '../../../local/streams/filter.ts';

const matches = (pattern: Json, event: Json) => compilePattern(pattern, 'here')(event);

describe('a pattern', () => {
  it.each<[string, Json, Json, Json]>([
    ['exact', { a: ['x', 1, null, true] }, { a: 1 }, { a: '1' }],
    ['nested', { a: { b: ['x'] } }, { a: { b: 'x', c: 1 } }, { a: 'x' }],
    ['several fields are all wanted', { a: [1], b: [2] }, { a: 1, b: 2 }, { a: 1 }],
    ['an array in the event', { a: ['x'] }, { a: ['w', 'x'] }, { a: ['w'] }],
    ['prefix', { a: [{ prefix: 'ab' }] }, { a: 'abc' }, { a: 'ba' }],
    ['suffix', { a: [{ suffix: 'bc' }] }, { a: 'abc' }, { a: 'bca' }],
    ['anything-but', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, { a: 'y' }],
    ['anything-but wants the field', { a: [{ 'anything-but': 'x' }] }, { a: 'z' }, {}],
    ['anything-but prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'zx' }, { a: 'xz' }],
    ['numeric', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, { a: 0 }],
    ['numeric equal', { a: [{ numeric: ['=', 3] }] }, { a: 3 }, { a: '3' }],
    ['exists', { a: [{ exists: true }] }, { a: null }, { b: 1 }],
    ['exists not', { a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
    ['exists not, or a value', { a: [{ exists: false }, 'x'] }, {}, { a: 'y' }],
    ['exists not, nested', { a: { b: [{ exists: false }] } }, { c: 1 }, { a: { b: 1 } }],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'ABC' }] }, { a: 'abC' }, { a: 'ab' }],
    ['wildcard', { a: [{ wildcard: 'a*c' }] }, { a: 'a.b.c' }, { a: 'a.b' }],
    ['$or', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, { a: 2, b: 1 }],
  ])('%s', (_, pattern, yes, no) => {
    expect(matches(pattern, yes)).toBe(true);
    expect(matches(pattern, no)).toBe(false);
  });

  it.each<Json>([{ a: 'x' }, { a: [] }, { a: [{ cidr: '10.0.0.0/8' }] }, { a: [{ numeric: ['~', 1] }] }])(
    'that is not known is refused: %j',
    (pattern) => {
      expect(() => matches(pattern, {})).toThrow(/^here/);
    },
  );
});

describe('a filter of an event source', () => {
  const record = (data: string, key = 'k') => ({
    SequenceNumber: '1',
    PartitionKey: key,
    Data: Buffer.from(data).toString('base64'),
    ApproximateArrivalTimestamp: 1,
  });
  const passes = (filter: object, data: string, key?: string) =>
    compileFilters([JSON.stringify(filter)], 'here')(record(data, key), 'shard');

  it('looks into JSON data, and drops what is not JSON', () => {
    expect(passes({ data: { kind: ['event'] } }, '{"kind":"event"}')).toBe(true);
    expect(passes({ data: { kind: ['event'] } }, '{"kind":"item"}')).toBe(false);
    expect(passes({ data: { kind: [{ exists: false }] } }, 'no json')).toBe(false);
  });

  it('looks at plain data and at metadata', () => {
    expect(passes({ data: ['text'] }, 'text')).toBe(true);
    expect(passes({ partitionKey: [{ prefix: 'a' }] }, 'no json', 'abc')).toBe(true);
    expect(passes({ partitionKey: [{ prefix: 'a' }] }, 'no json', 'xyz')).toBe(false);
  });

  it('passes everything when there is none', () => {
    expect(compileFilters([], 'here')(record('x'), 'shard')).toBe(true);
  });
});

describe('the input of a target', () => {
  const event = { detail: { name: 'a "b"', n: 1, list: [{ x: 'y' }] } };
  const rule = { name: 'r', arn: 'arn:r' };

  it('is the event, a part of it, or a constant', () => {
    expect(shapeInput({}, event, rule)).toBe(JSON.stringify(event));
    expect(shapeInput({ inputPath: '$.detail.n' }, event, rule)).toBe('1');
    expect(shapeInput({ input: '{"job":"x"}' }, event, rule)).toBe('{"job":"x"}');
    expect(at(event, '$.detail.list[0].x')).toBe('y');
  });

  it('is a template filled in, quoted and unquoted', () => {
    const paths = { name: '$.detail.name', n: '$.detail.n' };
    const filled = shapeInput(
      {
        transformer: {
          paths,
          template: '{"a":<name>,"b":"n is <n> of <name>","c":<n>,"r":<aws.events.rule-name>}',
        },
      },
      event,
      rule,
    );
    expect(JSON.parse(filled)).toEqual({ a: 'a "b"', b: 'n is 1 of a "b"', c: 1, r: 'r' });
  });
});
