import { planRepurchase } from './plan-repurchase.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(planRepurchase);
