import { userKey } from '../../domain/identity/owner.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { decodePrepared } from '../../domain/together/prepared.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { gunzip } from './gzip.ts';
import { getBytes, preparedKey, type RawFile } from './run-files.ts';

/** Some 10 MB each. */
const FILES_AT_A_TIME = 8;

/**
 * Users with an event of their own in [from, to], ms, after their erasure if there was one. A few prepared files in memory at a time;
 * what their cookies did without them does not make them active.
 */
export async function activeUsers(
  files: readonly RawFile[],
  from: number,
  to: number,
  erasures: Erasures,
  artefacts: ObjectStore,
): Promise<Set<string>> {
  const active = new Set<string>();
  await inParallel(files, FILES_AT_A_TIME, async (file) => {
    const { times, users, names } = decodePrepared(gunzip(await getBytes(artefacts, preparedKey(file))));
    for (let row = 0; row < times.length; row++) {
      if (users[row] === 0) continue;
      const user = names.user[users[row]!]!;
      if (times[row]! < from || times[row]! > to) continue;
      if (times[row]! > (erasures.get(userKey(user)) ?? Number.NEGATIVE_INFINITY)) active.add(user);
    }
  });
  return active;
}
