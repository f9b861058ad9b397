import { z } from 'zod';

const moment = z.iso.datetime({ offset: false, precision: 3 });

/** From when until when something an editor decided holds; for ever where it does not say. */
export const validity = {
  from: moment.optional(),
  until: moment.optional(),
  /** What the editor calls it, to find and end it by. */
  note: z.string().min(1).max(200).optional(),
};

/** @param now milliseconds */
export const isValid = (
  { from, until }: { readonly from?: string | undefined; readonly until?: string | undefined },
  now: number,
): boolean =>
  (from === undefined || now >= Date.parse(from)) && (until === undefined || now < Date.parse(until));
