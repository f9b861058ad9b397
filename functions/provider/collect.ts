import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { z } from 'zod';
import type { eventsBody, Rejection } from '../../contract/api/events.ts';
import { METRICS } from '../../contract/metrics.ts';
import type { Scope } from '../../domain/events/event.ts';
import {
  type ApiContext,
  type ApiReply,
  type ApiRequest,
  iso,
  type Operations,
  userTokenOf,
} from '../runtime/api.ts';
import { metrics } from '../runtime/metrics.ts';
import { Problem } from '../runtime/problems.ts';
import { type ActorEvents, groupByActor, type IndexedEvent, recordOf } from './event-records.ts';
import { clockOffset, judgeEvent } from './judge-event.ts';
import { putAll } from './stream-put.ts';

type Request = ApiRequest<{ params: unknown; query: unknown; body: z.infer<typeof eventsBody> }>;

/** The function provider/collect. */
export const collect: Operations = { sendEvents };

/** POST /events: judges each event alone and puts the good ones on the stream, one record an actor. */
async function sendEvents(request: Request, context: ApiContext): Promise<ApiReply> {
  const scope = request.scope as Scope;
  const token = scope === 'browser' ? await userTokenOf(request, context) : { state: 'absent' as const };
  const tokenUser = token.state === 'valid' ? token.userId : undefined;
  const { good, rejected } = judgeAll(request, scope, tokenUser);
  const groups = groupByActor(good);
  const failures = await send(groups, scope, request.now, context);
  const accepted = good.length - failures.length;
  const all = [...rejected, ...failures].sort((a, b) => a.index - b.index);
  count(accepted, all.length);
  const headers = tokenHeaders(token.state);
  if (accepted === 0) throw nothingTaken(all, headers);
  return { status: 202, body: { accepted, rejected: all }, headers };
}

function judgeAll({ body, now }: Request, scope: Scope, tokenUser: string | undefined) {
  const judging = { scope, tokenUser, now, offset: clockOffset(body.sentAt, now) };
  const good: IndexedEvent[] = [];
  const rejected: Rejection[] = [];
  body.events.forEach((raw, index) => {
    const judged = judgeEvent(raw, index, judging);
    if ('event' in judged) good.push({ index, event: judged.event });
    else rejected.push(judged.rejection);
  });
  return { good, rejected };
}

/** Answers a retryable rejection for each event whose record the stream did not take. */
async function send(
  groups: readonly ActorEvents[],
  scope: Scope,
  now: number,
  { stores }: ApiContext,
): Promise<Rejection[]> {
  const entries = groups.map((group) => ({
    partitionKey: group.actor,
    data: JSON.stringify(recordOf(group, scope, iso(now))),
  }));
  const failed = await putAll(stores.stream, entries);
  return groups.flatMap((group, place) => (failed[place] ? group.entries.map(notTaken) : []));
}

const notTaken = ({ index }: IndexedEvent): Rejection => ({
  index,
  code: 'stream-unavailable',
  detail: 'the stream did not take it; send it again',
  retryable: true,
});

/** A token that did not count is said aloud: its events were stored under their cookies. */
const tokenHeaders = (state: string): Record<string, string> =>
  state === 'invalid' || state === 'expired' ? { 'x-user-token': state } : {};

function nothingTaken(rejected: readonly Rejection[], headers: Record<string, string>): Problem {
  if (rejected.some(({ retryable }) => retryable))
    return new Problem(503, 'stream-unavailable', 'no event could be taken; send them again', {
      headers: { ...headers, 'retry-after': '1' },
      members: { rejected },
    });
  const first = rejected[0]!;
  const detail = `every event is invalid, the first (index ${first.index}): ${first.detail}`;
  return new Problem(400, 'every-event-rejected', detail, { headers, members: { rejected } });
}

function count(accepted: number, rejected: number): void {
  metrics.addMetric(METRICS.eventsAccepted, MetricUnit.Count, accepted);
  metrics.addMetric(METRICS.eventsRejected, MetricUnit.Count, rejected);
}
