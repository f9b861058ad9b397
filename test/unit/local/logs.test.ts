import { describe, expect, it } from 'vitest';
import { formatLine, parseLine, printer } from '../../../local/logs.ts';
import { MEANINGLESS_PROPERTIES, MEANINGLESS_TYPES } from '../../../local/meaningless.ts';
import { physicalName, shortName } from '../../../local/names.ts';
import { KINDS } from '../../../local/resources/index.ts';

describe('log lines', () => {
  it('of a JSON logger become words', () => {
    const raw = JSON.stringify({
      level: 'WARN',
      message: 'slow store',
      timestamp: 't',
      service: 's',
      ms: 120,
      table: 'the items',
      error: { name: 'E' },
    });
    expect(parseLine(raw, 'stdout')).toEqual({
      level: 'WARN',
      text: 'slow store ms=120 table="the items" error={"name":"E"}',
    });
  });

  it('that are metrics are left out, and any other stay as they are', () => {
    expect(parseLine('{"_aws":{}}', 'stdout')).toBeUndefined();
    expect(parseLine('{"a":1}', 'stdout')).toEqual({ level: 'INFO', text: '{"a":1}' });
    expect(parseLine('{broken', 'stderr')).toEqual({ level: 'ERROR', text: '{broken' });
  });

  it('of the console carry their level', () => {
    expect(parseLine('\u0001WARN take care', 'stdout')).toEqual({ level: 'WARN', text: 'take care' });
  });

  it('are printed with time, source and level; DEBUG only on demand', () => {
    const line = {
      time: new Date(2026, 0, 1, 12, 3, 4),
      source: 'record-actors',
      level: 'DEBUG' as const,
      text: 'message',
    };
    expect(formatLine(line)).toBe('12:03:04 record-actors      DEBUG message');
    const printed: string[] = [];
    printer(false, (text) => printed.push(text))(line);
    expect(printed).toEqual([]);
    printer(true, (text) => printed.push(text))(line);
    expect(printed).toHaveLength(1);
  });
});

describe('names', () => {
  it('follow from stack and logical id, and stay within what the service takes', () => {
    expect(physicalName('App', 'Items9', 64)).toBe('App-Items9');
    expect(physicalName('App', 'Items9', 64, true)).toBe('app-items9');
    const long = physicalName('App', 'X'.repeat(100), 63);
    expect(long).toHaveLength(63);
    expect(long).not.toBe(physicalName('App', `${'X'.repeat(100)}Y`, 63));
  });

  it('are short in log lines', () => {
    expect(shortName('App/Streaming/RecordActors/Resource')).toBe('record-actors');
    expect(shortName('App/Streaming/RecordActors/Function/Resource')).toBe('record-actors');
  });
});

describe('the list of what is meaningless', () => {
  it('gives a reason for each, and names nothing that is run', () => {
    const reasons = [
      ...Object.values(MEANINGLESS_TYPES),
      ...Object.values(MEANINGLESS_PROPERTIES).flatMap((one) => Object.values(one)),
    ];
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
    expect(Object.keys(MEANINGLESS_TYPES).filter((type) => type in KINDS)).toEqual([]);
    expect(Object.keys(MEANINGLESS_PROPERTIES).filter((type) => type !== '*' && !(type in KINDS))).toEqual(
      [],
    );
  });

  it('has no property that is also implemented', () => {
    const both = Object.entries(KINDS).flatMap(([type, kind]) =>
      kind.properties.filter((property) => property in (MEANINGLESS_PROPERTIES[type] ?? {})),
    );
    expect(both).toEqual([]);
  });
});
