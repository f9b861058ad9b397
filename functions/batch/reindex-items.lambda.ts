import middy from '@middy/core';
import type { PartInput } from '../../contract/batch.ts';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { reindexItems } from './reindex-items.ts';
import { runStep } from './step.ts';

export const handler = middy((input: PartInput) =>
  runStep('reindex-items', input, stores.runs, systemClock, () => reindexItems(input, stores)),
);
