import { describe, expect, it } from 'vitest';
import { type Listing, listingOf, withListings } from '../../../../domain/identity/listing.ts';
import { userKey } from '../../../../domain/identity/owner.ts';
import { action, at, change } from '../../../contract/samples.ts';

const item = { sellerId: 's', listedAt: at(1), status: 'on_sale' as const };
const listing = (seller: string, n: number): Listing => ({ seller: userKey(seller), listedAt: at(n) });

describe('a listing', () => {
  it('is told of by a write of an item with a seller', () => {
    expect(listingOf(item, at(5))).toEqual(listing('s', 1));
    expect(listingOf({ ...item, status: 'sold' }, at(5))).toEqual(listing('s', 1));
    expect(listingOf({ ...item, sellerId: undefined }, at(5))).toBeUndefined();
  });

  it('is none of an item that was taken down', () => {
    expect(listingOf({ ...item, status: 'deleted' }, at(5))).toBeUndefined();
    expect(listingOf({ ...item, status: 'sanctioned' }, at(5))).toBeUndefined();
  });

  it('is not in the future', () => {
    expect(listingOf({ ...item, listedAt: at(9) }, at(5))).toEqual(listing('s', 5));
  });

  it('joins what its seller did; the latest of several counts', () => {
    const did = change(userKey('s'), { recent: [action('e1', at(1))] });
    const all = withListings(new Map([[did.actor, did]]), [
      listing('s', 3),
      listing('s', 2),
      listing('t', 1),
    ]);
    expect([...all.keys()]).toEqual(['u#s', 'u#t']);
    expect(all.get(userKey('s'))).toEqual({ ...did, listedAt: at(3) });
    expect(all.get(userKey('t'))).toEqual({ ...change(userKey('t')), listedAt: at(1) });
  });
});
