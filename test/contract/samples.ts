import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { Action, ActorChange } from '../../domain/identity/actor.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';

/** Ids that break whoever uses them as property names, splits by bytes, or forgets a script. */
export const HARD_IDS = ['__proto__', 'constructor', '유저-1', '🛒🛍️', 'a b', 'x'.repeat(128)];

let made = 0;
/** An id that no other test uses: the stores of a suite are shared by its tests. */
export const fresh = (name: string): string => `${name}-${process.pid}-${++made}`;

export const action = (eventId: string, occurredAt: string, more: Partial<Action> = {}): Action => ({
  eventKey: `${eventId}\tserver`,
  type: 'view',
  itemId: 'i1',
  occurredAt,
  ...more,
});

export const change = (actor: ActorKey, more: Partial<ActorChange> = {}): ActorChange => ({
  actor,
  recent: [],
  purchases: [],
  links: [],
  cookies: [],
  seen: [],
  ...more,
});

export const item = (itemId: string, more: Partial<StoredItem> = {}) => ({
  itemId,
  title: 'Lamp',
  categories: ['home', 'lamps'],
  price: 12.5,
  listedAt: '2026-01-01T00:00:00.000Z',
  status: 'on_sale' as const,
  ...more,
});

/** Minute `n` of a day in June. */
export const at = (n: number): string => new Date(Date.UTC(2026, 5, 1) + n * 60_000).toISOString();
