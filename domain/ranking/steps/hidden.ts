import { idFilter } from './step.ts';

/** Hidden by a hide event or in the preferences. */
export const hidden = idFilter('hidden', (itemId, context) =>
  context.hidden.has(itemId) ? 'the viewer hid it' : undefined,
);
