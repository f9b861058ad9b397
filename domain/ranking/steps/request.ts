import { whyAgainst } from './rules.ts';
import { traitFilter } from './step.ts';

/** The request's own filters: categories, price and attributes. */
export const request = traitFilter('request', (item, { filters }) => whyAgainst(item, filters));
