import middy from '@middy/core';
import type { ReindexPlanned } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { publishesMetrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { finishReindex } from './finish-reindex.ts';
import { runStep } from './step.ts';

export const handler = middy((input: ReindexPlanned) =>
  runStep('finish-reindex', input, stores.runs, systemClock, () => finishReindex(input, stores)),
).use(publishesMetrics);
