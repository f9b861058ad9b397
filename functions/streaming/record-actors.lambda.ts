import middy from '@middy/core';
import type { KinesisStreamEvent } from 'aws-lambda';
import { publishesMetrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { recordActors } from './record-actors.ts';

export const handler = middy((batch: KinesisStreamEvent) => recordActors(batch, stores)).use(
  publishesMetrics,
);
