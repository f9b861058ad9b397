import { type Counted, countedOf } from '../../domain/models/lift.ts';
import type { Clock, ModelPointer, ModelStore } from '../../domain/ports.ts';
import { ExpiringMap } from '../runtime/expiring-map.ts';
import { logger } from '../runtime/logger.ts';

/** What the scores of some active versions were made of, by model; absent where it is not known. Never fails. */
export type CountedReader = (pointers: readonly ModelPointer[]) => Promise<ReadonlyMap<string, Counted>>;

/** A version's figures stand once it is active; what could not be read is tried again soon. */
const KNOWN_MS = 3_600_000;
const UNKNOWN_MS = 10_000;
const MOST = 200;

export function countedReader(models: () => ModelStore, clock: Clock): CountedReader {
  const held = new ExpiringMap<string, Counted | undefined>(MOST);
  const read = async ({ model, activeVersion }: ModelPointer): Promise<Counted | undefined> => {
    const name = `${model}\t${activeVersion}`;
    const known = held.get(name, clock());
    if (known) return known.value;
    const counted = await figuresOf(models(), model, activeVersion);
    held.set(name, counted, clock() + (counted ? KNOWN_MS : UNKNOWN_MS));
    return counted;
  };
  return async (pointers) => {
    const byModel = new Map(pointers.map((pointer) => [pointer.model, pointer]));
    const found = await Promise.all(
      Array.from(byModel.values(), async (pointer) => [pointer.model, await read(pointer)] as const),
    );
    return new Map(found.filter((entry): entry is [string, Counted] => entry[1] !== undefined));
  };
}

async function figuresOf(models: ModelStore, model: string, version: string | undefined) {
  try {
    const active = (await models.versions(model)).find((one) => one.version === version);
    return active && countedOf(active.figures);
  } catch (error) {
    logger.error('the figures of a model could not be read', { error: error as Error });
    return undefined;
  }
}
