import middy from '@middy/core';
import type { PartInput } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { scatterActors } from './scatter-actors.ts';
import { runStep } from './step.ts';

export const handler = middy((input: PartInput) =>
  runStep('scatter-actors', input, stores.runs, systemClock, () => scatterActors(input, stores)),
);
