import middy from '@middy/core';
import type { RunInput } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { planRebuild } from './plan-rebuild.ts';
import { runStep } from './step.ts';

export const handler = middy((input: RunInput) =>
  runStep('plan-rebuild', input, stores.runs, systemClock, () => planRebuild(input, stores)),
);
