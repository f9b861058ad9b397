import { listExported } from './list-exported.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(listExported);
