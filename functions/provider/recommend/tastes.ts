import { actedOn } from '../../../domain/clusters/interests.ts';
import { type Taste, tasteOf } from '../../../domain/ranking/affinity.ts';
import type { Viewer } from '../../../domain/ranking/context.ts';
import { within } from '../../runtime/budget.ts';
import type { ClusterModelReader } from '../../runtime/cluster-model.ts';
import { logger } from '../../runtime/logger.ts';
import type { HistoryFactsReader } from './history-facts.ts';
import type { Lost } from './lost.ts';

/** What the step `affinity` needs to know of a viewer. Never fails: without a taste it changes nothing, and that is said. */
export type Tastes = (
  viewer: Viewer,
) => Promise<{ readonly taste?: Taste | undefined; readonly lost: readonly Lost[] }>;

const BUDGET_MS = 300;

/** Made of the facts of what the viewer acted on lately, which clusters ask for too. */
export const tastesOf =
  (facts: HistoryFactsReader, model: ClusterModelReader): Tastes =>
  async ({ scoring }) => {
    const acted = actedOn(scoring);
    if (acted.length === 0) return { lost: [] };
    try {
      const reading = Promise.all([facts(acted.map(({ itemId }) => itemId)), model()]);
      const [items, learned] = await within(reading, BUDGET_MS, 'the taste');
      return { taste: tasteOf(acted, items, learned?.priceQuintiles), lost: [] };
    } catch (error) {
      logger.error('the taste could not be read', { error: error as Error });
      return { lost: ['taste'] };
    }
  };
