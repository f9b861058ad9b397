import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ActorKey } from '../../domain/identity/owner.ts';
import type { ActorStore } from '../../domain/ports.ts';
import { mapBounded } from '../retry.ts';
import { patchPreferences, putProfile } from './actor-profile.ts';
import { recordChange } from './actor-record.ts';
import { type Dropped, stateFrom } from './actor-rows.ts';
import { dynamoClient } from './client.ts';
import { queryRows, type Row, type Table, text, writeRows } from './rows.ts';

/** Queries in flight of one read: a user and its cookies. */
const AT_ONCE = 16;

export interface ActorOptions {
  /** Told when a row had to lose its oldest actions. Default: nobody. */
  readonly onDropped?: (dropped: Dropped) => void;
  readonly client?: DynamoDBClient;
}

/** Actors as item collections: profile, recent, links, cookies, and a row a month of purchases. */
export function dynamoActors(name: string, options: ActorOptions = {}): ActorStore {
  const { onDropped = () => {}, client = dynamoClient() } = options;
  const table = { client, name };
  return {
    async read(actors) {
      const states = await mapBounded(new Set(actors), AT_ONCE, async (actor) =>
        stateFrom(actor, await rowsOf(table, actor)),
      );
      return new Map(states.map((state) => [state.actor, state]));
    },
    record: (change) => recordChange(table, change, onDropped),
    putProfile: (actor, profile) => putProfile(table, actor, profile),
    patchPreferences: (actor, patch) => patchPreferences(table, actor, patch),
    remove: (actor) => remove(table, actor),
  };
}

const ofActor = (actor: ActorKey) => ({
  KeyConditionExpression: 'pk = :actor',
  ExpressionAttributeValues: { ':actor': text(actor) },
});

// Consistent: what somebody just did, or chose, shows on his next page.
const rowsOf = (table: Table, actor: ActorKey): Promise<Row[]> =>
  queryRows(table, { ...ofActor(actor), ConsistentRead: true });

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
