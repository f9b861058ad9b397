import type { Random } from './random.ts';
import type { Draft, Session, Visit } from './session.ts';
import type { Leaf } from './taxonomy.ts';
import type { Shopper } from './users.ts';

const DAY = 86_400_000;
/** Purchases after this share of the timeline are too young to have come back. */
const LATEST_REFUNDED = 0.85;
const PAYMENTS = ['card', 'wallet', 'transfer'] as const;

/** Plays a visit from arrival to order. */
export function goShopping(session: Session): void {
  const { random, visit } = session;
  const leaf = leafFor(visit.shopper, random);
  if (random.chance(0.16))
    session.act('search', undefined, { query: queryFor(leaf, random), page: 'search' });
  if (random.chance(0.13)) lookAtFeed(session, leaf);
  const looks = 2 + Math.floor(-3.4 * Math.log(1 - random.next()));
  let signedIn = false;
  for (let look = 0; look < Math.min(looks, 14); look++) {
    lookAtNext(session, leaf);
    if (visit.mode !== 'signs-in' || signedIn || session.drafts.length < visit.after) continue;
    session.act('login');
    signedIn = true;
  }
  if (visit.mode !== 'anonymous') buy(session);
}

function leafFor(shopper: Shopper, random: Random): Leaf {
  const group = shopper.tastes[random.weighted([62, 25, 13])]!;
  const leaf = random.pick(group.leaves);
  return leaf.adult && shopper.age < 20 ? group.leaves[0]! : leaf;
}

function queryFor(leaf: Leaf, random: Random): string {
  const names = random.chance(0.5) ? leaf.name : random.pick(leaf.nouns);
  return names.split('|')[random.chance(0.85) ? 1 : 0]!;
}

/** The home page's feed: a few items shown, one of them clicked. */
function lookAtFeed(session: Session, leaf: Leaf): void {
  const shown = Array.from({ length: 4 }, () => session.next(leaf)).filter((item) => item !== undefined);
  const where = (position: number) => ({ page: 'home', section: 'feed', position });
  for (const [position, item] of shown.entries()) session.act('impression', item, where(position));
  const clicked = shown.length > 0 ? session.random.int(shown.length) : -1;
  if (clicked < 0) return;
  session.act('click', shown[clicked]!, where(clicked));
  session.view(shown[clicked]!, { page: 'item' });
}

function lookAtNext(session: Session, leaf: Leaf): void {
  const { random } = session;
  const item = session.next(leaf);
  if (item === undefined) return;
  const { adult } = session.shelf.items[item]!.leaf;
  if (adult && (session.visit.shopper.age < 20 || session.visit.mode === 'guest')) return;
  session.view(item, { page: 'item' });
  const does = random.weighted([800, 85, 9, 22, 75, 4, 5]);
  if (does === 1) session.act('like', item);
  if (does === 2) session.act('unlike', item);
  if (does === 3) session.act('chat', item);
  if (does === 4) putInCart(session, item);
  if (does === 5) session.act('hide', item);
  if (does === 6 && session.carted.length > 0) session.act('uncart', session.carted.pop());
}

function putInCart(session: Session, item: number): void {
  session.carted.push(item);
  session.act('cart', item);
}

/** An order of what was carted or liked best, and often of what goes with it. */
function buy(session: Session): void {
  const { random, visit } = session;
  const first = session.carted.length > 0 ? session.carted[0] : stapleOrLast(session);
  if (first === undefined || !random.chance(session.carted.length > 0 ? 0.62 : 0.09)) return;
  const basket = new Set([first, ...session.carted.slice(1)]);
  const more = visit.mode === 'guest' ? 0 : random.weighted([40, 33, 18, 9]);
  for (let one = 0; one < more; one++) {
    const companion = session.shelf.companion(first, visit.shopper.style, session.share, random);
    if (companion === undefined || session.shelf.items[companion]!.leaf.adult) continue;
    if (random.chance(0.5)) session.view(companion, { page: 'item', section: 'bought-together' });
    basket.add(companion);
  }
  order(session, [...basket]);
}

/** The consumable bought before, else what was looked at last. */
function stapleOrLast(session: Session): number | undefined {
  const last = session.viewed.at(-1);
  if (last === undefined) return undefined;
  const staple = session.visit.shopper.staples.get(session.shelf.items[last]!.leaf.slug);
  return staple !== undefined && session.random.chance(0.8) ? staple : last;
}

function order(session: Session, basket: readonly number[]): void {
  const { random, visit, shelf } = session;
  const there = basket.filter((item) => shelf.isThere(item, session.share));
  const orderId = `o${Math.floor(session.share * 1e9).toString(36)}`;
  const properties = { paidWith: random.pick(PAYMENTS) };
  for (const item of there) {
    const { item: facts, leaf, single } = shelf.items[item]!;
    const quantity = leaf.usedUpAfter === undefined ? 1 : 1 + random.weighted([70, 22, 8]);
    const sold = { orderId, price: facts.price, currency: 'KRW', quantity, properties };
    const purchase = session.act('purchase', item, sold);
    if (single) shelf.items[item]!.soldAt = session.share;
    if (leaf.usedUpAfter !== undefined && visit.mode !== 'guest') visit.shopper.staples.set(leaf.slug, item);
    if (!single && session.share < LATEST_REFUNDED && random.chance(0.05)) giveBack(session, purchase);
  }
}

function giveBack(session: Session, purchase: Draft): void {
  const { properties: _, ...same } = purchase;
  const at = purchase.at + Math.floor((1 + session.random.next() * 6) * DAY);
  session.drafts.push({ ...same, type: 'refund', at, refunds: purchase });
}

/** Who comes, and how: apps know their user, browsers their cookie and only sometimes who sits there. */
export function visitOf(shopper: Shopper, guests: number, random: Random): Visit {
  const platform = random.chance(0.85)
    ? shopper.platform
    : random.pick(['ios', 'android', 'mweb', 'web'] as const);
  if (platform === 'ios' || platform === 'android') return { mode: 'app', shopper, platform };
  const mode = (['signed-in', 'signs-in', 'anonymous', 'guest'] as const)[random.weighted([34, 30, 24, 12])]!;
  if (mode === 'signs-in') return { mode, shopper, platform, after: 1 + random.int(4) };
  if (mode !== 'guest') return { mode, shopper, platform };
  return { mode, shopper, platform, cookieId: `guest${String(1 + random.int(guests)).padStart(4, '0')}` };
}
