import type { Acts } from './acts.ts';

/**
 * Acts without those on one's own listings: a seller who looks at, or buys, what he sells himself tells nothing of what goes
 * together, and could push his items side by side.
 *
 * @param sellers the actor's number of each item's seller, 0 where the item has none or the seller never acted
 */
export function withoutOwnListings(acts: Acts, sellers: Uint32Array): Acts {
  const kept = acts.actors.map((_, index) => index).filter((index) => !isOwn(acts, sellers, index));
  return {
    ...acts,
    times: Float64Array.from(kept, (index) => acts.times[index]!),
    kinds: Uint8Array.from(kept, (index) => acts.kinds[index]!),
    channels: Uint8Array.from(kept, (index) => acts.channels[index]!),
    actors: kept.map((index) => acts.actors[index]!),
    items: kept.map((index) => acts.items[index]!),
    orders: kept.map((index) => acts.orders[index]!),
  };
}

const isOwn = ({ actors, items }: Acts, sellers: Uint32Array, index: number): boolean =>
  sellers[items[index]!] !== 0 && sellers[items[index]!] === actors[index];
