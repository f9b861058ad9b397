import { planTogether } from './plan-together.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(planTogether);
