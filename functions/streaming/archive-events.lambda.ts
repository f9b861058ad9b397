import middy from '@middy/core';
import type { KinesisStreamEvent } from 'aws-lambda';
import { publishesMetrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { archiveEvents } from './archive-events.ts';

export const handler = middy((batch: KinesisStreamEvent) => archiveEvents(batch, stores)).use(
  publishesMetrics,
);
