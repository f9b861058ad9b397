import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { KinesisStreamEvent } from 'aws-lambda';
import { metrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { recordActors } from './record-actors.ts';

export const handler = middy((batch: KinesisStreamEvent) => recordActors(batch, stores)).use(
  logMetrics(metrics),
);
