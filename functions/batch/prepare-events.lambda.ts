import { prepareEvents } from './prepare-events.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(prepareEvents);
