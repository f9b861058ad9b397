import { sameProductQuery } from '../../search/listing-queries.ts';
import { foundByItem } from './at-hand.ts';

/**
 * What may be the first item at hand as others offer it, the cheapest first: for who compares prices. The step `same-product` tells which of
 * them are.
 */
export const sameProduct = foundByItem('same-product', sameProductQuery);
