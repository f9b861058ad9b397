// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation
import { describe, expect, it } from 'vitest';
import { evaluate, type Scope } from '../../../local/deploy/intrinsics.ts';
import type { Json } from '../../../local/deploy/json.ts';

const scope: Scope = {
  where: 'stack App, resource It',
  ref: (name) => ({ Table: 'App-Table', 'AWS::Region': 'us-east-1', Names: ['a', 'b'] })[name],
  attribute: (id, name) => (id === 'Table' && name === 'Arn' ? 'arn:table' : undefined),
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => (`${map}.${first}.${second}` === 'M.x.y' ? 'mapped' : undefined),
  imported: (name) => (name === 'shared' ? 'imported' : undefined),
  dynamic: (service, key) => (service === 'ssm' && key === '/a' ? 'from-ssm' : undefined),
  zones: ['us-east-1a'],
};

describe('an expression', () => {
  it.each<[string, Json, Json | undefined]>([
    ['Ref', { Ref: 'Table' }, 'App-Table'],
    ['GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:table'],
    ['GetAtt in one string', { 'Fn::GetAtt': 'Table.Arn' }, 'arn:table'],
    ['Join with a list of Ref', { 'Fn::Join': ['-', [{ Ref: 'Table' }, 'x', 1]] }, 'App-Table-x-1'],
    ['Join over a list parameter', { 'Fn::Join': [',', { Ref: 'Names' }] }, 'a,b'],
    [
      'Sub',
      { 'Fn::Sub': '${Table}/${Table.Arn}/${AWS::Region}/${!Literal}' },
      'App-Table/arn:table/us-east-1/${Literal}',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${A}-${Table}', { A: { Ref: 'Table' } }] }, 'App-Table-App-Table'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['If', { 'Fn::If': ['No', 1, { 'Fn::If': ['Yes', 2, 3] }] }, 2],
    ['NoValue in an object', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
    ['NoValue in a list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
    ['NoValue alone', { Ref: 'AWS::NoValue' }, undefined],
    [
      'conditions',
      {
        'Fn::And': [
          { 'Fn::Equals': ['a', 'a'] },
          { 'Fn::Not': [{ 'Fn::Or': [false, { Condition: 'No' }] }] },
        ],
      },
      true,
    ],
    ['FindInMap', { 'Fn::FindInMap': ['M', 'x', 'y'] }, 'mapped'],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'shared' } }, 'imported'],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a']],
    ['a dynamic reference within text', 'x-{{resolve:ssm:/a}}', 'x-from-ssm'],
    ['an object with one key that is no function', { Anything: { Ref: 'Table' } }, { Anything: 'App-Table' }],
  ])('%s', (_, expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value);
  });

  it.each<[Json, string]>([
    [
      { Ref: 'Nobody' },
      'stack App, resource It: Ref to "Nobody", which is neither a resource nor a parameter',
    ],
    [{ 'Fn::GetAtt': ['Table', 'Colour'] }, 'Fn::GetAtt of "Table".Colour'],
    [{ 'Fn::Cidr': [] }, 'the intrinsic function Fn::Cidr is not known here'],
    [{ 'Fn::Select': [5, ['a']] }, 'Fn::Select of element 5 of 1'],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }, 'a part of Fn::Join must be a string, got {"a":1}'],
    ['{{resolve:ssm:/b}}', 'the dynamic reference {{resolve:ssm:/b}} cannot be resolved here'],
  ])('that is wrong says so: %j', (expression, message) => {
    expect(() => evaluate(expression, scope)).toThrow(message);
  });
});
