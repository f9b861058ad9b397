import type { z } from 'zod';
import { DAY_MS } from '../context.ts';
import { halfLifeDays, type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('purchases', { halfLifeDays });

/** What the actor may be shown of its own purchases: Σ 2^(−age / halfLife) over each item's purchases. */
export const purchases: Source<z.infer<typeof schema>> = {
  name: 'purchases',
  schema,
  candidates({ halfLifeDays }, { viewer, now }) {
    const sums = new Map<string, number>();
    for (const { itemId, occurredAt } of viewer.shownPurchases) {
      if (itemId === undefined) continue;
      const age = Math.max(0, now - Date.parse(occurredAt)) / DAY_MS;
      sums.set(itemId, (sums.get(itemId) ?? 0) + 2 ** (-age / halfLifeDays));
    }
    return [...sums].map(([itemId, score]) => ({
      itemId,
      score,
      tier: 'personal',
      personal: true,
      reason: 'bought-before',
    }));
  },
};
