import type { CHANNELS } from '../../contract/api/recommend.ts';
import { EVERYBODY } from '../../domain/clusters/facet.ts';
import type { Platform } from '../../domain/events/event.ts';
import type { Counted } from '../../domain/models/lift.ts';
import type { Clock, ModelPointer, ModelRow, ModelStore } from '../../domain/ports.ts';
import { type ReadRow, type RowRequest, RowTable, rowName } from '../../domain/ranking/rows.ts';
import { isThin, withFresh } from '../../domain/together/thin.ts';
import { held } from '../runtime/held.ts';
import { countedReader } from './counted-reader.ts';

export type Channel = (typeof CHANNELS)[number];

/** The order in which channels answer: mobile falls back to web, both to all. */
const FALLBACK: Readonly<Record<Channel, readonly Channel[]>> = {
  mobile: ['mobile', 'web', 'all'],
  web: ['web', 'all'],
  all: ['all'],
};
export const channelOrder = (channel: Channel): readonly Channel[] => FALLBACK[channel];

export const channelOf = (platform: Platform | undefined): Channel =>
  platform === undefined ? 'all' : platform === 'web' ? 'web' : 'mobile';

/** Reads neighbour rows with channel fallback, and what changes slowly from memory. */
export interface ModelReader {
  /** The rows that exist, of the first channel that has each; thin ones with what the last hours know behind them. */
  readonly rows: (requests: readonly RowRequest[], channel: Channel) => Promise<RowTable>;
}

type Pointers = ReadonlyMap<string, ModelPointer>;
interface Wanted {
  readonly request: RowRequest;
  /** Pointers of the models that may answer, the preferred first. */
  readonly pointers: readonly ModelPointer[];
  /** The model of the last hours, where there is one. */
  readonly fresh: readonly ModelPointer[];
}
/** Where rows are read, and what the scores of each model were made of. */
interface Reading {
  readonly models: ModelStore;
  readonly scores: ReadonlyMap<string, Counted>;
}
const POPULAR = 'together-popular';

export function modelReader(models: () => ModelStore, clock: Clock): ModelReader {
  const pointers = held(() => activePointers(models()), clock);
  const counted = countedReader(models, clock);
  const snapshots = new Map<string, () => Promise<ModelRow | undefined>>();
  const snapshot = ({ kind, key }: RowRequest): Promise<ModelRow | undefined> => {
    const name = `${kind}\t${key}`;
    const reader =
      snapshots.get(name) ??
      held(async () => readSnapshot(models(), await pointers(), { kind, key }), clock, SNAPSHOT_MS);
    // Facets are few; somebody who asks for made-up ones must not fill the memory.
    if (snapshots.size >= MOST_SNAPSHOTS) snapshots.clear();
    snapshots.set(name, reader);
    return reader();
  };
  return {
    async rows(requests, channel) {
      const table = new RowTable();
      const neighbours = requests.filter((request) => !isSnapshot(request));
      const known = await pointers();
      const wanted = neighbours.map((request) => ({
        request,
        pointers: modelsFor(request, channel, known),
        fresh: freshFor(request, known),
      }));
      const asked = wanted.filter(({ request }) => request.withCounted);
      const scores = await counted(asked.flatMap(({ pointers }) => pointers));
      await readWanted({ models: models(), scores }, wanted, table);
      const wantedSnapshots = requests.filter(isSnapshot);
      const found = await Promise.all(wantedSnapshots.map(snapshot));
      for (const [index, row] of found.entries()) if (row) table.set(wantedSnapshots[index]!, row);
      return table;
    },
  };
}

/** A reader for one request: what was asked for once is not read again, whether or not it was there. */
export function onceEach(reader: ModelReader): ModelReader {
  const asked = new Set<string>();
  return {
    async rows(requests, channel) {
      const unread = requests.filter((request) => !asked.has(rowName(request)));
      for (const request of unread) asked.add(rowName(request));
      return unread.length > 0 ? reader.rows(unread, channel) : new RowTable();
    },
  };
}

async function activePointers(models: ModelStore): Promise<Pointers> {
  const active = (await models.pointers()).filter(({ activeVersion }) => activeVersion !== undefined);
  return new Map(active.map((pointer) => [pointer.model, pointer]));
}

/** A snapshot is counted once a minute at most. */
const SNAPSHOT_MS = 10_000;
const MOST_SNAPSHOTS = 2_000;
const isSnapshot = ({ kind }: RowRequest): boolean =>
  kind === 'popular' || kind === 'trending' || kind === 'adopted';

/** The popularity job's row; until it has run, what the together job counted is everybody's. What was taken up lately is the together job's alone. */
async function readSnapshot(models: ModelStore, pointers: Pointers, { kind, key }: RowRequest) {
  const isOfTogether = kind === 'adopted' || (kind === 'popular' && key === EVERYBODY);
  const pointer = pointers.get(kind) ?? (isOfTogether ? pointers.get(POPULAR) : undefined);
  return pointer && (await models.readRows([{ pointer, key }]))[0];
}

function modelsFor({ kind }: RowRequest, channel: Channel, pointers: Pointers): ModelPointer[] {
  if (kind.startsWith(MODEL)) return [pointers.get(kind.slice(MODEL.length)) ?? []].flat();
  return channelOrder(channel).flatMap((name) => pointers.get(`together-${kind}-${name}`) ?? []);
}
const MODEL = 'model:';

/** The model of the last hours that helps thin rows out; only views have one. */
const freshFor = ({ kind }: RowRequest, pointers: Pointers): ModelPointer[] =>
  [pointers.get(`together-fresh-${kind}`)].filter((pointer) => pointer !== undefined);

/**
 * One BatchGet of at most 100 keys for the preferred models; a second for what it missed, of the other channels, and for what is thin, of
 * the last hours.
 */
async function readWanted(reading: Reading, wanted: readonly Wanted[], table: RowTable): Promise<void> {
  const first = wanted.filter(({ pointers }) => pointers.length > 0).slice(0, BATCH);
  if (first.length > 0) await readFirst(reading, first, table);
  const others = first.flatMap((one) => (rowOf(one, table) ? [] : asksOf(one, one.pointers.slice(1))));
  const thin = wanted.filter((one) => isThin(rowOf(one, table)));
  const fresh = thin.flatMap((one) => asksOf(one, one.fresh));
  const second = [...others, ...fresh].slice(0, BATCH);
  if (second.length > 0) await readSecond(reading, second, table);
}
const BATCH = 100;

const rowOf = ({ request }: Wanted, table: RowTable): ModelRow | undefined =>
  table.get(request.kind, request.key);

interface Ask {
  readonly one: Wanted;
  readonly pointer: ModelPointer;
}
const asksOf = (one: Wanted, pointers: readonly ModelPointer[]): Ask[] =>
  pointers.map((pointer) => ({ one, pointer }));

async function readFirst(reading: Reading, wanted: readonly Wanted[], table: RowTable): Promise<void> {
  const keys = wanted.map(({ request, pointers }) => ({ pointer: pointers[0]!, key: request.key }));
  const rows = await reading.models.readRows(keys);
  wanted.forEach((one, index) => {
    const row = rows[index];
    if (row) table.set(one.request, asRead(row, one, one.pointers[0]!, reading));
  });
}

/** The others first, in the order of the channels; fresh ones behind what is thin then. */
async function readSecond(reading: Reading, asks: readonly Ask[], table: RowTable): Promise<void> {
  const rows = await reading.models.readRows(
    asks.map(({ one, pointer }) => ({ pointer, key: one.request.key })),
  );
  asks.forEach(({ one, pointer }, index) => {
    const row = rows[index];
    if (!row) return;
    const known = rowOf(one, table);
    const isFresh = one.fresh.includes(pointer);
    if (isFresh && isThin(known)) table.set(one.request, withFresh(known, row));
    if (!isFresh && !known) table.set(one.request, asRead(row, one, pointer, reading));
  });
}

const asRead = (row: ModelRow, { request }: Wanted, { model }: ModelPointer, { scores }: Reading): ReadRow =>
  request.withCounted ? { ...row, counted: scores.get(model) } : row;
