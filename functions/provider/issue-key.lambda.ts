import { randomBytes } from 'node:crypto';
import middy from '@middy/core';
import { systemClock } from '../runtime/clock.ts';
import { stores } from '../runtime/ports.ts';
import { issueKey } from './issue-key.ts';

export const handler = middy((event: unknown) =>
  issueKey(event, { keys: stores.keys, now: systemClock(), random: randomBytes }),
);
