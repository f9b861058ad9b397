import { isObject, type JsonObject } from '../deploy/json.ts';
import { Documents } from './documents.ts';
import { badDocument } from './errors.ts';
import { documentLine, IndexLog, type LogEntry, removalLine } from './log.ts';
import { Mapping } from './mapping.ts';
import { type Parsed, parse } from './parse.ts';
import { checkBlocks, fieldLimit, rememberedMs, type Settings } from './settings.ts';

/** What is kept of an index besides its documents. */
export interface IndexDefinition {
  readonly name: string;
  readonly uuid: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly settings: Settings;
  readonly mappings: JsonObject;
  readonly aliases: readonly string[];
}

export interface Written {
  readonly version: number;
  readonly result: 'created' | 'updated' | 'deleted' | 'not_found';
}

/** Versions of removed documents are looked through when there are so many. */
const LOOK_THROUGH = 10_000;

/** One index: definition, mapping, documents, and the log that keeps them. */
export class SearchIndex {
  readonly name: string;
  readonly uuid: string;
  readonly created: number;
  readonly mapping: Mapping;
  readonly documents = new Documents();
  readonly aliases: Set<string>;
  settings: Settings;
  private readonly mappings: JsonObject;
  private readonly log: IndexLog | undefined;
  private pending: string[] = [];

  /** `file` keeps the documents; those that it holds are there at once. */
  constructor(definition: IndexDefinition, file: string | undefined) {
    this.name = definition.name;
    this.uuid = definition.uuid;
    this.created = definition.created;
    this.settings = definition.settings;
    this.mappings = definition.mappings;
    this.aliases = new Set(definition.aliases);
    this.mapping = new Mapping(definition.mappings, () => fieldLimit(this.settings));
    this.log = file === undefined ? undefined : new IndexLog(file);
    this.restore();
  }

  get definition(): IndexDefinition {
    const { name, uuid, created, settings, mappings, aliases } = this;
    return { name, uuid, created, settings, mappings, aliases: [...aliases] };
  }

  /** Writes a document; kept once `flush` is done. @throws why not, as OpenSearch says it */
  put(id: string, routing: string | undefined, source: string, given: number | undefined): Written {
    checkBlocks(this.name, this.settings);
    const parsed = this.parse(id, routing, source);
    const version = this.documents.nextVersion(id, given);
    const created = this.documents.put({ id, routing, version, source }, parsed);
    if (this.log) this.pending.push(documentLine(id, routing, version, source));
    return { version, result: created ? 'created' : 'updated' };
  }

  remove(id: string, given: number | undefined, now: number): Written {
    checkBlocks(this.name, this.settings);
    const version = this.documents.nextVersion(id, given);
    const found = this.documents.remove(id, version, now);
    if (this.documents.removed.size % LOOK_THROUGH === 0) this.forget(now);
    if (this.log) this.pending.push(removalLine(id, version, now));
    return { version, result: found ? 'deleted' : 'not_found' };
  }

  /** Hands to the file system what was written: then it may be acknowledged. */
  flush(): void {
    const lines = this.pending;
    this.pending = [];
    this.log?.append(lines);
  }

  close(): void {
    this.log?.close();
  }

  drop(): void {
    this.log?.remove();
  }

  private parse(id: string, routing: string | undefined, source: string): Parsed {
    let body: unknown;
    try {
      body = JSON.parse(source);
    } catch (error) {
      throw badDocument('failed to parse', {
        type: 'json_parse_exception',
        reason: (error as Error).message,
      });
    }
    if (!isObject(body)) throw badDocument('failed to parse, document is not an object');
    const parsed = parse(this.mapping, id, routing, body);
    if (parsed.newFields.size > 0) this.mapping.add([...parsed.newFields.values()]);
    return parsed;
  }

  private forget(now: number): void {
    this.documents.forget(now - rememberedMs(this.settings));
  }

  private restore(): void {
    if (this.log === undefined) return;
    let entries = 0;
    this.log.read((entry) => {
      entries += 1;
      this.replay(entry);
    });
    this.forget(Date.now());
    if (entries > this.documents.size + this.documents.removed.size) this.compact(this.log);
  }

  private replay({ id, v: version, r: routing, s, at }: LogEntry): void {
    if (s === undefined) this.documents.remove(id, version, at ?? 0);
    else {
      const source = JSON.stringify(s);
      this.documents.put({ id, routing, version, source }, this.parse(id, routing, source));
    }
  }

  private compact(log: IndexLog): void {
    const { documents } = this;
    const lines = documents.all().map((one) => documentLine(one.id, one.routing, one.version, one.source));
    const removals = [...documents.removed].map(([id, { version, at }]) => removalLine(id, version, at));
    log.replace([...lines, ...removals]);
  }
}
