import middy from '@middy/core';
import type { RunInput } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { planReindex } from './plan-reindex.ts';
import { runStep } from './step.ts';

export const handler = middy((input: RunInput) =>
  runStep('plan-reindex', input, stores.runs, systemClock, () => planReindex(input, stores)),
);
