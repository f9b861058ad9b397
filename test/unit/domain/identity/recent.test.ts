import { describe, expect, it } from 'vitest';
import type { EventType } from '../../../../domain/events/event.ts';
import type { Action } from '../../../../domain/identity/actor.ts';
import { uniteRecent } from '../../../../domain/identity/merge.ts';

const action = (type: EventType, minute: number): Action => ({
  eventKey: `${type}-${minute}\tserver`,
  type,
  itemId: `${type}-${minute}`,
  occurredAt: new Date(Date.UTC(2026, 10, 23, 0, minute)).toISOString(),
});
const views = (count: number) => Array.from({ length: count }, (_, n) => action('view', n + 10));

describe('the newest actions', () => {
  it('keep a hide and a cart however much is looked at afterwards', () => {
    const stored = uniteRecent([], [action('hide', 1), action('cart', 2)], 5);
    const kept = uniteRecent(stored, views(50), 5).map(({ type }) => type);
    expect(kept).toEqual(['hide', 'cart', 'view', 'view', 'view', 'view', 'view']);
  });

  it('are the same whatever order they come in', () => {
    const all = [action('hide', 1), ...views(20), action('like', 99)];
    const forwards = all.reduce<readonly Action[]>((kept, one) => uniteRecent(kept, [one], 4), []);
    const backwards = all.reduceRight<readonly Action[]>((kept, one) => uniteRecent(kept, [one], 4), []);
    expect(backwards).toEqual(forwards);
    expect(forwards).toEqual(uniteRecent([], all, 4));
  });
});
