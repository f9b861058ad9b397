import { learnClusters } from './learn-clusters.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(learnClusters);
