import { z } from 'zod';
import type { StoredItem } from '../../catalogue/item.ts';
import { fallSince } from '../../catalogue/price-fall.ts';
import { type Candidate, DAY_MS, type RankingContext } from '../context.ts';
import { seedsOf } from '../seeds.ts';
import { halfLifeDays, type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('price-dropped', {
  /** What happened longer ago is no news. */
  withinDays: z.number().min(0.01).max(365).default(30),
  halfLifeDays: halfLifeDays.default(7),
  /** The newest liked and carted items that are looked at; each is read. */
  items: z.number().int().min(1).max(300).default(100),
});
type PriceDropped = z.infer<typeof schema>;

/** A return counts as much as a price that fell by this share. */
const BACK = 0.2;

/**
 * What the viewer liked or put into the cart, and did not take back, whose price fell since, or that came back on sale:
 *
 *     score = max(1 − price / price then, 0.2 if it came back) · 2^(−age of the news / halfLife)
 */
export const priceDropped: Source<PriceDropped> = {
  name: 'price-dropped',
  schema,
  items: (document, known) => wishesOf(document, known).map(({ itemId }) => itemId),
  candidates: (document, context) =>
    wishesOf(document, context).flatMap((wish) => {
      const item = context.items.get(wish.itemId);
      const news = item ? newsOf(item, wish.since, context, document) : [];
      const [best] = news.sort((a, b) => b.score - a.score);
      return best ? [{ itemId: wish.itemId, ...best, tier: 'personal', personal: true } as const] : [];
    }),
};

interface Wish {
  readonly itemId: string;
  /** When it was liked or put into the cart, whichever came first; milliseconds. */
  readonly since: number;
}

/** The newest first, of what may be shown. */
function wishesOf({ items }: PriceDropped, { viewer }: Pick<RankingContext, 'viewer'>): Wish[] {
  return seedsOf(viewer.shown, [], Number.POSITIVE_INFINITY)
    .flatMap(({ itemId, times }) => {
      const [liked, carted] = [times.get('like'), times.get('cart')];
      if (liked === undefined && carted === undefined) return [];
      return [
        {
          itemId,
          since: Math.min(liked ?? carted!, carted ?? liked!),
          newest: Math.max(liked ?? 0, carted ?? 0),
        },
      ];
    })
    .sort((a, b) => b.newest - a.newest)
    .slice(0, items);
}

function newsOf(
  item: StoredItem,
  since: number,
  { now }: RankingContext,
  { withinDays, halfLifeDays }: PriceDropped,
): Pick<Candidate, 'score' | 'reason'>[] {
  const { price, backAt, availableFrom } = item;
  const fall = fallSince(item, since);
  const told = (at: string | undefined, share: number, reason: Candidate['reason']) => {
    const time = at === undefined ? Number.NaN : Date.parse(at);
    // A writer's clock may be ahead of ours.
    const age = Math.max(0, now - time) / DAY_MS;
    const isNews = time > since && age <= withinDays && share > 0;
    return isNews ? [{ score: share * 2 ** (-age / halfLifeDays), reason }] : [];
  };
  const isOpen = availableFrom !== undefined && Date.parse(availableFrom) <= now;
  return [
    ...told(fall?.at, fall ? 1 - price / fall.from : 0, 'price-dropped'),
    ...told(backAt, BACK, 'back-in-stock'),
    // Nobody writes an item when its time comes.
    ...told(isOpen ? availableFrom : undefined, BACK, 'back-in-stock'),
  ];
}
