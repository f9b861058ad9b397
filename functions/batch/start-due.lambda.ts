import { batchStep } from './shell.ts';
import { startDue } from './start-due.ts';

export const handler = batchStep(startDue);
