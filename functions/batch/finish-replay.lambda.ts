import { finishReplay } from './finish-replay.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(finishReplay);
