import type { IndexDocument } from '../../domain/ports.ts';
import type { Engine } from './client.ts';
import { type EngineError, inWords, kindOf, type SearchFailed, searchFailed } from './errors.ts';

/** A load is no shopper's wait; the engine's own patience with a bulk is a minute. */
const BULK_MS = 30_000;
/** What the engine's makers advise: some megabytes a call; more only fills its memory. */
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_DOCUMENTS = 1000;
/** An older version: the newer one is there, and that was what the writer wanted. */
const CONFLICT = 409;
/** A removal of what is not there. */
const NOT_FOUND = 404;

/** Per document: undefined when it is there, or why not. `kind: reason`, so that a refusal for good is known. */
export type Outcomes = (string | undefined)[];

interface BulkReply {
  readonly items: readonly Readonly<
    Record<string, { readonly status: number; readonly error?: EngineError }>
  >[];
}

/**
 * Writes documents to the index behind an alias, in bulks. A bulk that fails as a whole fails each of its
 * documents. @throws SearchFailed when every bulk failed
 */
export async function writeBulks(
  engine: Engine,
  alias: string,
  documents: readonly IndexDocument[],
): Promise<Outcomes> {
  const outcomes: Outcomes = [];
  const failures: SearchFailed[] = [];
  const bulks = inBulks(documents.map(linesOf));
  for (const lines of bulks) {
    try {
      outcomes.push(...(await writeOrHalve(engine, alias, lines)));
    } catch (error) {
      const failure = searchFailed('a bulk', error);
      failures.push(failure);
      outcomes.push(...lines.map(() => `${failure.kind}: ${failure.message}`));
    }
  }
  if (failures.length > 0 && failures.length === bulks.length) throw failures[0];
  return outcomes;
}

/** One line that the engine cannot read costs its bulk: the bulk is halved until that line stands alone. */
async function writeOrHalve(engine: Engine, alias: string, lines: readonly string[]): Promise<Outcomes> {
  try {
    return await writeBulk(engine, alias, lines);
  } catch (error) {
    const failure = searchFailed('a bulk', error);
    if (failure.kind !== 'invalid') throw failure;
    if (lines.length === 1) return [`${failure.kind}: ${failure.message}`];
    const middle = lines.length >>> 1;
    const first = await writeOrHalve(engine, alias, lines.slice(0, middle));
    return [...first, ...(await writeOrHalve(engine, alias, lines.slice(middle)))];
  }
}

/** Never makes an index by itself: one without our mapping would take anything and answer nothing. */
async function writeBulk(engine: Engine, alias: string, lines: readonly string[]): Promise<Outcomes> {
  const { body } = await engine.send<BulkReply>({
    method: 'POST',
    path: `/${alias}/_bulk`,
    asked: 'a bulk',
    budgetMs: BULK_MS,
    query: { require_alias: 'true' },
    lines: lines.join(''),
  });
  return body.items.map((item) => {
    const [[action, { status, error = {} }]] = Object.entries(item) as [
      [string, { status: number; error?: EngineError }],
    ];
    if (status < 300 || status === CONFLICT) return undefined;
    const isGone = action === 'delete' && status === NOT_FOUND && error.type === undefined;
    return isGone ? undefined : `${kindOf(status, error)}: ${inWords(status, error)}`;
  });
}

/** A document as the lines of a bulk. */
function linesOf({ id, routing, version, body }: IndexDocument): string {
  const place = { _id: id, routing, version, version_type: 'external_gte' };
  if (body === undefined) return `${JSON.stringify({ delete: place })}\n`;
  return `${JSON.stringify({ index: place })}\n${JSON.stringify(body)}\n`;
}

/** Consecutive documents in bulks within the limits; one that is larger than a bulk goes alone. */
function inBulks(documents: readonly string[]): string[][] {
  const bulks: string[][] = [];
  let room = 0;
  for (const lines of documents) {
    const size = Buffer.byteLength(lines);
    const bulk = bulks.at(-1);
    if (bulk && bulk.length < MAX_DOCUMENTS && size <= room) bulk.push(lines);
    else {
      bulks.push([lines]);
      room = MAX_BYTES;
    }
    room -= size;
  }
  return bulks;
}
