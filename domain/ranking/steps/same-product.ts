import { z } from 'zod';
import { isAlike } from '../../titles/alike.ts';
import { signatureOf } from '../../titles/known.ts';
import { ALIKE } from '../arrange/name-groups.ts';
import { traitsIn } from '../context.ts';
import { traitFilter } from './step.ts';

/** Only other sellers' offers of the first item at hand: of its `groupId`, or of a title that names the same. */
export const sameProduct = traitFilter(
  'same-product',
  (item, context, { alike }) => {
    const subject = traitsIn(context, context.itemIds[0] ?? '');
    if (!subject) return 'no item is at hand';
    if (item.sellerId !== undefined && item.sellerId === subject.sellerId)
      return `the same seller ${item.sellerId} offers it`;
    const isOfGroup = item.groupId !== undefined && item.groupId === subject.groupId;
    if (isOfGroup || isAlike(signatureOf(item), signatureOf(subject), alike)) return undefined;
    return `its title is not that of ${subject.itemId}`;
  },
  {
    /** The share of their features that two titles of one product have in common. */
    alike: z.number().min(0.5).max(1).default(ALIKE),
  },
);
