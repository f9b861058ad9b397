import type { RunInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { publishMetrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { countPopularity } from './count-popularity.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(async (input: RunInput, ports: Stores, clock: Clock) => {
  const planned = await countPopularity(input, ports, clock);
  publishMetrics();
  return planned;
});
