import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Nothing, PartInput } from '../../contract/batch.ts';
import { apiContext } from '../runtime/api.ts';
import { logger } from '../runtime/logger.ts';
import { stores } from '../runtime/ports.ts';
import { replayPages } from './replay-pages.ts';

const context = apiContext(stores);

export const handler = middy<PartInput, Nothing>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .handler((input) => replayPages(input, context));
