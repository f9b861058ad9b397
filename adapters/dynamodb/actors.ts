import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ACTOR_LIMITS } from '../../contract/limits.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import type { ActorStore, Clock } from '../../domain/ports.ts';
import { oldestWeek } from '../../domain/seen/weeks.ts';
import { mapBounded } from '../retry.ts';
import { patchPreferences, putProfile } from './actor-profile.ts';
import { recordChange } from './actor-record.ts';
import { type Dropped, stateFrom } from './actor-rows.ts';
import { seenSortKey } from './actor-seen.ts';
import { dynamoClient } from './client.ts';
import { queryRows, type Row, type Table, text, writeRows } from './rows.ts';

/** Queries in flight of one read: a user and its cookies. */
const AT_ONCE = 16;

export interface ActorOptions {
  /** Told when a row had to lose its oldest actions. Default: nobody. */
  readonly onDropped?: (dropped: Dropped) => void;
  readonly client?: DynamoDBClient;
  /** Which weeks of `seen` are kept follows from it. Default: the system's. */
  readonly clock?: Clock;
}

/** Actors as item collections: profile, recent, links, cookies, a row a month of purchases, one a week of what was seen. */
export function dynamoActors(name: string, options: ActorOptions = {}): ActorStore {
  const { onDropped = () => {}, client = dynamoClient(), clock = Date.now } = options;
  const table = { client, name };
  return {
    async read(actors) {
      const states = await mapBounded(new Set(actors), AT_ONCE, async (actor) =>
        stateFrom(actor, await rowsOf(table, actor, clock())),
      );
      return new Map(states.map((state) => [state.actor, state]));
    },
    record: (change) => recordChange(table, change, clock(), onDropped),
    putProfile: (actor, profile) => putProfile(table, actor, profile),
    patchPreferences: (actor, patch) => patchPreferences(table, actor, patch),
    remove: (actor) => remove(table, actor),
  };
}

const ofActor = (actor: ActorKey) => ({
  KeyConditionExpression: 'pk = :actor',
  ExpressionAttributeValues: { ':actor': text(actor) },
});

// Consistent: what somebody just did, or chose, shows on his next page. Expired weeks lie behind the last key.
const rowsOf = (table: Table, actor: ActorKey, now: number): Promise<Row[]> =>
  queryRows(table, {
    KeyConditionExpression: 'pk = :actor AND sk <= :last',
    ExpressionAttributeValues: {
      ':actor': text(actor),
      ':last': text(seenSortKey(oldestWeek(now, ACTOR_LIMITS.seen))),
    },
    ConsistentRead: true,
  });

async function remove(table: Table, actor: ActorKey): Promise<Record<string, number>> {
  const query = { ...ofActor(actor), ConsistentRead: true, ProjectionExpression: 'pk, sk' };
  const keys = await queryRows(table, query);
  await writeRows(
    table,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: pk!, sk: sk! } } })),
  );
  const kinds = Map.groupBy(keys, ({ sk }) => sk!.S!.split('#')[0]!);
  return Object.fromEntries([...kinds].map(([kind, rows]) => [kind, rows.length]));
}
