import type { DueInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { publishMetrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { batchStep } from './shell.ts';
import { startDue } from './start-due.ts';

export const handler = batchStep(async (input: DueInput, ports: Stores, clock: Clock) => {
  await startDue(input, ports, clock);
  publishMetrics();
  return {};
});
