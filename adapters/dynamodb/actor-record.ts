import type { ActorChange } from '../../domain/identity/actor.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import { AdapterError } from '../errors.ts';
import { backOff } from '../retry.ts';
import { type Dropped, planRows, type RowPlan } from './actor-rows.ts';
import { getRow, putIfUnchanged, revisionOf } from './conditional.ts';
import { getRows, type Row, type Table, text } from './rows.ts';

/** A stream shard writes an actor once at a time; rivals are rebuilds and retries, so few. */
const TRIES = 20;

export class ActorContendedError extends AdapterError {
  constructor(actor: ActorKey, row: string) {
    super('actor-contended', `row ${row} of actor ${actor} changed under every one of ${TRIES} tries`);
  }
}

/** Reads the rows that a change touches in one call, and writes those that it changes, each at most once. */
export async function recordChange(
  table: Table,
  change: ActorChange,
  now: number,
  onDropped: (dropped: Dropped) => void,
): Promise<void> {
  const plans = planRows(change, now);
  const keys = plans.map(({ sk }) => keyOf(change.actor, sk));
  const rows = await getRows(table, keys, { consistent: true });
  const bySort = new Map(rows.map((row) => [row.sk!.S!, row]));
  await Promise.all(plans.map((plan) => writeRow(table, change.actor, plan, bySort.get(plan.sk), onDropped)));
}

const keyOf = (actor: ActorKey, sk: string): Row => ({ pk: text(actor), sk: text(sk) });

async function writeRow(
  table: Table,
  actor: ActorKey,
  plan: RowPlan,
  first: Row | undefined,
  onDropped: (dropped: Dropped) => void,
): Promise<void> {
  const key = keyOf(actor, plan.sk);
  let row = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const next = plan.next(row);
    if (!next) return;
    const put = await putIfUnchanged(table, { ...key, ...next.contents }, revisionOf(row));
    if (put.written) {
      if (next.dropped > 0) onDropped({ actor, row: plan.sk, actions: next.dropped });
      return;
    }
    await backOff(attempt);
    row = put.row ?? (await getRow(table, key));
  }
  throw new ActorContendedError(actor, plan.sk);
}
