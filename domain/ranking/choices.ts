import type { Viewer } from './context.ts';

/** Items at hand or in the cart that sources and steps look at, at most; of a cart the newest. */
export const LOOKED_AT_MOST = 30;

/** The cart: what the request says, and what the viewer's last cart, uncart or purchase of an item leaves in it. */
export function cartOf(viewer: Viewer, named: readonly string[]): Set<string> {
  const cart = new Set<string>();
  for (const { type, itemId } of viewer.scoring) {
    if (itemId === undefined) continue;
    if (type === 'cart') cart.add(itemId);
    if (type === 'uncart' || type === 'purchase') cart.delete(itemId);
  }
  return cart.union(new Set(named));
}

/** What the viewer hid, by hide events or in the preferences. */
export function hiddenBy(viewer: Viewer): Set<string> {
  const byEvent = viewer.scoring.flatMap(({ type, itemId }) =>
    type === 'hide' && itemId !== undefined ? [itemId] : [],
  );
  return new Set([...(viewer.preferences.hiddenItems ?? []), ...byEvent]);
}
