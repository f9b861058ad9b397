import { traitsIn } from '../context.ts';
import { alikeShare, isSameProduct } from './alike.ts';
import { traitFilter } from './step.ts';

/** Only other sellers' offers of the first item at hand: of its `groupId`, or of a title that names the same. */
export const sameProduct = traitFilter(
  'same-product',
  (item, context, { alike }) => {
    const subject = traitsIn(context, context.itemIds[0] ?? '');
    if (!subject) return 'no item is at hand';
    if (item.sellerId !== undefined && item.sellerId === subject.sellerId)
      return `the same seller ${item.sellerId} offers it`;
    if (isSameProduct(item, subject, alike)) return undefined;
    return `its title is not that of ${subject.itemId}`;
  },
  {
    alike: alikeShare,
  },
);
