import { type RowRequest, RowTable } from '../../../domain/ranking/rows.ts';
import { logger } from '../../runtime/logger.ts';
import type { Channel, ModelReader } from '../model-reader.ts';

/** Rows of the models. Where these cannot be read, what lives on them says so; the rest of the answer stays whole. */
export async function readRows(wanted: readonly RowRequest[], channel: Channel, models: ModelReader) {
  try {
    return { rows: await models.rows(wanted, channel), degraded: [] };
  } catch (error) {
    logger.error('the models could not be read', { error: error as Error });
    return { rows: new RowTable(), degraded: ['models'] };
  }
}
