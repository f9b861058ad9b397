import { whyUnavailable } from '../../catalogue/on-sale.ts';
import { itemFilter } from './step.ts';

/** Only what can be bought now: on sale, within its availability, with stock. */
export const available = itemFilter('available', (item, { now }) => whyUnavailable(item, now));
