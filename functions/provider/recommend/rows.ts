import { type RowRequest, RowTable } from '../../../domain/ranking/rows.ts';
import { within } from '../../runtime/budget.ts';
import { logger } from '../../runtime/logger.ts';
import type { Channel, ModelReader } from '../model-reader.ts';

/** A hundred times what they take as a rule: a page without them is worth more than one that nobody waited for. */
const BUDGET_MS = 1000;

/** Rows of the models. Where these cannot be read in time, what lives on them says so; the rest of the answer stays whole. */
export async function readRows(wanted: readonly RowRequest[], channel: Channel, models: ModelReader) {
  try {
    return { rows: await within(models.rows(wanted, channel), BUDGET_MS, 'the models'), degraded: [] };
  } catch (error) {
    logger.error('the models could not be read', { error: error as Error });
    return { rows: new RowTable(), degraded: ['models'] };
  }
}
