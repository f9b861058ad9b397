import { planReplay } from './plan-replay.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(planReplay);
