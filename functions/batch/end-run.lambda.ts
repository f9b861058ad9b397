import type { ExecutionEnded } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { metrics, publishMetrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { endRun } from './end-run.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(async (event: ExecutionEnded, ports: Stores, clock: Clock) => {
  await endRun(event, ports, clock, metrics);
  publishMetrics();
  return {};
});
