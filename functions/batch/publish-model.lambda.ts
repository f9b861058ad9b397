import { publishModel } from './publish-model.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(publishModel);
