import middy from '@middy/core';
import { publishesMetrics } from '../runtime/metrics.ts';
import { stores } from '../runtime/ports.ts';
import { itemIndexer } from './index-items.ts';

export const handler = middy(itemIndexer(stores)).use(publishesMetrics);
