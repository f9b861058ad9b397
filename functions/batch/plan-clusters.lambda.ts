import { planClusters } from './plan-clusters.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(planClusters);
