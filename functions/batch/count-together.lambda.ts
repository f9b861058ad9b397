import { countTogether } from './count-together.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(countTogether);
