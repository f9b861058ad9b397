import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Clock } from '../../domain/ports.ts';
import { systemClock } from '../runtime/clock.ts';
import { logger } from '../runtime/logger.ts';
import { type Stores, stores } from '../runtime/ports.ts';

/** The handler of a batch step: the middy chain around its function, with the real stores and clock. */
export const batchStep = <Input, Result>(
  step: (input: Input, ports: Stores, clock: Clock) => Promise<Result>,
) =>
  middy<Input, Result>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler((input) => step(input, stores, systemClock));
