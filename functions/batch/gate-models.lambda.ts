import { gateModels } from './gate-models.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(gateModels);
