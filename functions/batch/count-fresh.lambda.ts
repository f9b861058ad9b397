import { countFresh } from './count-fresh.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(countFresh);
