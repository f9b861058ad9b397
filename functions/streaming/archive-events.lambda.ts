import middy from '@middy/core';
import type { KinesisStreamEvent } from 'aws-lambda';
import { systemClock } from '../runtime/clock.ts';
import { publishesMetrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { stamper } from '../runtime/stamps.ts';
import { archiveEvents } from './archive-events.ts';

const stamp = stamper(stores, systemClock);

export const handler = middy((batch: KinesisStreamEvent) => archiveEvents(batch, stores, stamp)).use(
  publishesMetrics,
);
