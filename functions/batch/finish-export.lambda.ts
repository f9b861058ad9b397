import { finishExport } from './finish-export.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(finishExport);
