import { z } from 'zod';
import type { ItemTraits } from '../../catalogue/traits.ts';
import { isAlike } from '../../titles/alike.ts';
import { signatureOf } from '../../titles/known.ts';
import { ALIKE } from '../arrange/name-groups.ts';

/** The parameter of steps that compare titles: the share of their features from which two name the same. Lower groups more. */
export const alikeShare = z.number().min(0.5).max(1).default(ALIKE);

type Named = Pick<ItemTraits, 'groupId' | 'title' | 'titleSignature'>;

/** Whether two items are of one `groupId`, or of titles that name the same. */
export const isSameProduct = (a: Named, b: Named, alike: number): boolean =>
  (a.groupId !== undefined && a.groupId === b.groupId) || isAlike(signatureOf(a), signatureOf(b), alike);
