import { z } from 'zod';
import { idFilter } from './step.ts';

/**
 * What was shown to the viewer, or looked at, on too many days and still is there: enough is enough. By filters that never forget, and
 * that are wrong about once in a thousand.
 */
export const seenTooOften = idFilter(
  'seen-too-often',
  (itemId, { viewer, now }, { days, withinDays }) => {
    const seen = viewer.seenDays?.(itemId, withinDays, now) ?? 0;
    if (seen < days) return undefined;
    return `probably seen on ${inDays(seen)} of the last ${withinDays}, needs fewer than ${days}`;
  },
  {
    /** Days on which it may be seen, and one more. */
    days: z.number().int().min(1).max(28).default(3),
    /** Today among them; what lies further back is not kept. */
    withinDays: z.number().int().min(1).max(28).default(14),
  },
);

const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
