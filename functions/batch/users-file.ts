import { z } from 'zod';
import { id } from '../../contract/api/primitives.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { getBytes } from '../runtime/files.ts';
import { readLines } from './lines.ts';

const userLine = z.object({ userId: id });

/** The file of users has a line that names none. */
export class UnreadableUserError extends Error {
  readonly code = 'unreadable-user';
  constructor(key: string, line: number, got: string) {
    super(`file ${key}, line ${line}: must be JSON such as {"userId": "u1"}, got ${got.slice(0, 100)}`);
  }
}

/** The users of an NDJSON file. @throws MissingFileError, UnreadableUserError, UnreadableFileError */
export async function usersInFile(key: string, artefacts: ObjectStore): Promise<string[]> {
  const users: string[] = [];
  for await (const lines of readLines(key, once(await getBytes(artefacts, key))))
    for (const line of lines) users.push(userIn(line, key, users.length + 1));
  return users;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function userIn(line: string, key: string, number: number): string {
  try {
    return userLine.parse(JSON.parse(line)).userId;
  } catch {
    throw new UnreadableUserError(key, number, line);
  }
}
