import type { Action } from '../../../../../domain/identity/actor.ts';
import { cookieKey, type Link, userKey } from '../../../../../domain/identity/owner.ts';
import type { ModelItem } from '../../../../../domain/ports.ts';
import { at, NOW, type TestApi } from './api.ts';

/** What a test writes down: things done, `[type, itemId, milliseconds from now]`. */
export type Done = readonly [type: Action['type'], itemId: string, time: number, more?: Partial<Action>];

const nothing = { recent: [], purchases: [], links: [], cookies: [] };

export async function listItems(api: TestApi, itemIds: readonly string[], more: object = {}): Promise<void> {
  for (const itemId of itemIds) {
    const item = {
      itemId,
      title: `title of ${itemId}`,
      categories: ['all', 'goods'],
      price: 100,
      listedAt: at(0),
    };
    await api.ports.items.put({ ...item, status: 'on_sale', ...more }, NOW);
  }
}

export async function publish(
  api: TestApi,
  model: string,
  rows: Readonly<Record<string, readonly ModelItem[]>>,
  version = 'v1',
): Promise<void> {
  const { ordinal, ...pointer } = await api.ports.models.begin(model, version);
  const written = Object.entries(rows).map(([key, items]) => ({ key, items }));
  await api.ports.models.writeRows(pointer, ordinal, written);
  await api.ports.models.activate(pointer, version, ordinal);
}

export const popular = (api: TestApi, itemIds: readonly string[]): Promise<void> =>
  publish(api, 'together-popular', {
    all: itemIds.map((itemId, rank) => [itemId, itemIds.length - rank, itemIds.length - rank]),
  });

const actions = (done: readonly Done[]): Action[] =>
  done.map(([type, itemId, time, more], index) => ({
    eventKey: `e${index}-${time}`,
    type,
    itemId,
    occurredAt: at(time),
    ...more,
  }));
const isTrade = ({ type }: Action) => type === 'purchase' || type === 'refund';

export async function userDid(api: TestApi, userId: string, done: readonly Done[], cookieIds: string[] = []) {
  const recent = actions(done);
  const cookies = cookieIds.map((cookieId) => ({ cookieId, lastSeenAt: at(0) }));
  const purchases = recent.filter(isTrade);
  await api.ports.actors.record({ ...nothing, actor: userKey(userId), recent, purchases, cookies });
}

export async function cookieDid(
  api: TestApi,
  cookieId: string,
  done: readonly Done[],
  seenWith: readonly (readonly [userId: string, time: number])[] = [],
) {
  const recent = actions(done);
  const links: Link[] = seenWith.map(([userId, time]) => ({
    userId,
    occurredAt: at(time),
    eventKey: `l${time}`,
  }));
  await api.ports.actors.record({
    ...nothing,
    actor: cookieKey(cookieId),
    recent,
    purchases: recent.filter(isTrade),
    links,
  });
}

export const ids = (prefix: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${prefix}${index}`);

interface Shown {
  readonly items: readonly { readonly itemId: string }[];
}
export const itemIdsOf = (section: Shown): string[] => section.items.map(({ itemId }) => itemId);
