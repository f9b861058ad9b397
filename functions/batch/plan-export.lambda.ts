import { planExport } from './plan-export.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(planExport);
