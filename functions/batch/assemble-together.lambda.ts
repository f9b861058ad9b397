import { assembleTogether } from './assemble-together.ts';
import { batchStep } from './shell.ts';

export const handler = batchStep(assembleTogether);
