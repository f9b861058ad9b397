import { Logger } from '@aws-lambda-powertools/logger';
import { ENVIRONMENT } from '../../contract/environment.ts';

/** Structured logs of every function: one JSON object a line, with the stage; the level by POWERTOOLS_LOG_LEVEL. */
export const logger = new Logger({
  serviceName: 'jangteo',
  persistentKeys: { stage: process.env[ENVIRONMENT.stage] },
});
