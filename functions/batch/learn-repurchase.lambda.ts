import { learnRepurchaseRules } from './learn-repurchase.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(learnRepurchaseRules);
