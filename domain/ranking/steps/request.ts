import { whyAgainst } from './rules.ts';
import { itemFilter } from './step.ts';

/** The request's own filters: categories, price and attributes. */
export const request = itemFilter('request', (item, { filters }) => whyAgainst(item, filters));
