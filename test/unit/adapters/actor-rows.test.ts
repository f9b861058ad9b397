import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { elementsOf, packElements, packedRow } from '../../../adapters/dynamodb/actor-rows.ts';
import { SERVICE_LIMITS } from '../../../contract/limits.ts';

const KEY = { pk: { S: 'u#1' }, sk: { S: 'recent' } };
const noise = (n: number) => ({ n, id: randomBytes(96).toString('base64url') });

describe('an actor’s rows', () => {
  it('hold elements of any script exactly', () => {
    const elements = [{ itemId: '__proto__' }, { itemId: '유저 🛒', price: 0.1 + 0.2 }];
    const { packed, dropped } = packElements(elements);
    expect(elementsOf(packedRow(KEY, packed))).toEqual(elements);
    expect(dropped).toBe(0);
    expect(elementsOf(undefined)).toEqual([]);
  });

  it('take a fraction of their JSON', () => {
    const elements = [...Array(300).keys()].map((n) => ({
      eventKey: `event-${n * 7919}\tserver`,
      type: 'view',
      itemId: `item-${(n * 31) % 97}`,
      occurredAt: new Date(Date.UTC(2026, 5, 1) + n * 61_037).toISOString(),
      platform: 'android',
    }));
    expect(packElements(elements).packed.length).toBeLessThan(JSON.stringify(elements).length / 4);
  });

  it('lose their oldest when they would pass what DynamoDB holds, and say how many', () => {
    const elements = [...Array(5000).keys()].map(noise);
    const { packed, dropped } = packElements(elements);
    expect(packed.length).toBeLessThan(SERVICE_LIMITS.dynamoItem);
    expect(dropped).toBeGreaterThan(0);
    expect(elementsOf(packedRow(KEY, packed))).toEqual(elements.slice(dropped));
  });
});
