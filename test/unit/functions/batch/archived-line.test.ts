import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { event as schema } from '../../../../contract/api/events.ts';
import { parseArchivedLine } from '../../../../functions/batch/archived-line.ts';

const event = {
  ...{ eventId: 'e1', type: 'view', userId: 'u1', itemId: 'i1' },
  occurredAt: '2026-11-23T09:00:00.000Z',
};
const line = (change: object, around: object = {}) =>
  JSON.stringify({
    scope: 'server',
    receivedAt: event.occurredAt,
    event: { ...event, ...change },
    ...around,
  });

describe('a line of the archive', () => {
  it('is taken as it stands, in the plain form and in any script', () => {
    for (const change of [
      {},
      { itemId: '자전거 🚲' },
      { query: 'x', properties: { a: 1 } },
      { platform: 'ios' },
    ])
      expect(parseArchivedLine(line(change)).archived?.event).toEqual({ ...event, ...change });
    expect(parseArchivedLine(line({}, { sequence: '4960', index: 3 })).archived).toBeDefined();
  });

  it.each([
    ['{"scope":', 'is not JSON'],
    ['null', 'line: '],
    ['[]', 'line: '],
    [line({}, { scope: 'root' }), 'scope: '],
    [line({}, { index: -1 }), 'index: '],
    [line({}, { sequence: 7 }), 'sequence: '],
    [line({}, { surprise: 1 }), 'line: '],
    [line({ type: 'bought' }), 'event.type: '],
    [line({ itemId: undefined }), 'event.itemId: '],
    [line({ itemId: 'a/b' }), 'event.itemId: '],
    [line({ itemId: 'x'.repeat(129) }), 'event.itemId: '],
    [line({ itemId: '..' }), 'event.itemId: '],
    [line({ occurredAt: '2026-02-30T00:00:00.000Z' }), 'event.occurredAt: '],
    [line({ occurredAt: '2026-11-23' }), 'event.occurredAt: '],
    [line({ quantity: 0 }), 'event.quantity: '],
    [line({ quantity: 1.5 }), 'event.quantity: '],
    [line({ price: -1 }), 'event.price: '],
    [line({ price: null }), 'event.price: '],
    [line({ userId: undefined }), 'event.userId: '],
    [line({ surprise: 1 }), 'event: '],
    [line({}).replace('"userId"', '"__proto__"'), 'event'],
    [line({}).replace('"event":{', '"event":{"constructor":1,'), 'event: '],
  ])('is refused with its reason: %s', (text, reason) => {
    const parsed = parseArchivedLine(text);
    expect(parsed.archived).toBeUndefined();
    expect(parsed.reason).toContain(reason);
  });

  it('is judged by the fast path just as by the schema', () => {
    const odd = fc.constantFrom(
      undefined,
      null,
      '',
      '.',
      '..',
      'a',
      'é',
      'a/b',
      0,
      1,
      1.5,
      -1,
      '2026-01-31T00:00:00.000Z',
      'view',
      'search',
      'ios',
      'KRW',
      [],
      {},
    );
    const fields = [
      'eventId',
      'type',
      'userId',
      'cookieId',
      'itemId',
      'occurredAt',
      'platform',
      'orderId',
      'price',
    ];
    const more = ['currency', 'quantity', 'refundOf', 'recommendationId', 'position', 'query', 'extra'];
    const change = fc.dictionary(fc.constantFrom(...fields, ...more), odd, { maxKeys: 3 });
    fc.assert(
      fc.property(change, (changed) => {
        const text = line(changed);
        const valid = schema.safeParse(JSON.parse(text).event).success;
        expect(parseArchivedLine(text).archived !== undefined).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });
});
