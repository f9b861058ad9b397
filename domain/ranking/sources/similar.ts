import { similarQuery } from '../../search/listing-queries.ts';
import { foundByItem } from './at-hand.ts';

/** Items like the first at hand: leaf category, price, title. Scores only order, since they count shared keywords. */
export const similar = foundByItem('similar', similarQuery);
