import middy from '@middy/core';
import type { PartitionInput } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { gatherActors } from './gather-actors.ts';
import { runStep } from './step.ts';

export const handler = middy((input: PartitionInput) =>
  runStep('gather-actors', input, stores.runs, systemClock, () => gatherActors(input, stores)),
);
