import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Preferences, Profile } from '../../domain/identity/actor.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import type { ActorStore } from '../../domain/ports.ts';
import { json, parseJson, type Row, type Table, text } from './rows.ts';

/** One attribute a preference, so that two settings changed at once both stay, without a retry. */
const PREFERENCE = 'preference:';

/** The profile row's contents; empty ones for a row that is not there. */
export function profileFrom(row: Row | undefined): { profile: Profile; preferences: Preferences } {
  const members = Object.entries(row ?? {}).filter(([name]) => name.startsWith(PREFERENCE));
  const preferences = members.map(([name, value]) => [name.slice(PREFERENCE.length), parseJson(value)]);
  return {
    profile: parseJson<Profile>(row?.profile) ?? {},
    preferences: Object.fromEntries(preferences),
  };
}

export async function putProfile(table: Table, actor: ActorKey, profile: Profile): Promise<void> {
  await updateProfile(table, actor, new Map([['profile', json(profile)]]));
}

/** Null removes a preference; absent (or undefined) leaves it. Answers the preferences after it. */
export async function patchPreferences(
  table: Table,
  actor: ActorKey,
  patch: Parameters<ActorStore['patchPreferences']>[1],
): Promise<Preferences> {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const changes = given.map(
    ([name, value]) => [PREFERENCE + name, value === null ? undefined : json(value)] as const,
  );
  return profileFrom(await updateProfile(table, actor, new Map(changes))).preferences;
}

/** Sets attributes, removes those given as undefined; answers the row after it. */
async function updateProfile(
  table: Table,
  actor: ActorKey,
  changes: ReadonlyMap<string, AttributeValue | undefined>,
): Promise<Row | undefined> {
  const entries = [...changes].map(([name, value], at) => ({ name, value, at }));
  const sets = entries.filter(({ value }) => value !== undefined);
  const removals = entries.filter(({ value }) => value === undefined);
  const expression = [
    clause(
      'SET',
      sets.map(({ at }) => `#a${at} = :v${at}`),
    ),
    clause(
      'REMOVE',
      removals.map(({ at }) => `#a${at}`),
    ),
  ].join(' ');
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: { pk: text(actor), sk: text('profile') },
    ReturnValues: 'ALL_NEW',
    ...(entries.length > 0 && {
      UpdateExpression: expression.trim(),
      ExpressionAttributeNames: Object.fromEntries(entries.map(({ name, at }) => [`#a${at}`, name])),
    }),
    ...(sets.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(sets.map(({ value, at }) => [`:v${at}`, value!])),
    }),
  });
  return (await table.client.send(command)).Attributes;
}

const clause = (verb: string, parts: readonly string[]): string =>
  parts.length > 0 ? `${verb} ${parts.join(', ')}` : '';
