import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { type AliasChange, aliasChanges } from './aliases.ts';
import { invalid, noIndex, SearchError, unsupported } from './errors.ts';
import { checkKeys } from './query/read.ts';
import { type IndexDefinition, SearchIndex } from './search-index.ts';
import { withSettings } from './settings.ts';
import { wildcards } from './wildcards.ts';

/** Indices and aliases, in a folder or in memory alone. */
export class SearchEngine {
  private readonly indices = new Map<string, SearchIndex>();
  private readonly directory: string | undefined;

  /** `directory` keeps all state; what is in it is there at once. */
  constructor(directory: string | undefined) {
    this.directory = directory;
    if (directory === undefined) return;
    mkdirSync(directory, { recursive: true });
    if (!existsSync(this.definitions(directory))) return;
    const kept = JSON.parse(readFileSync(this.definitions(directory), 'utf8')) as IndexDefinition[];
    for (const one of kept) this.indices.set(one.name, new SearchIndex(one, this.file(one.name)));
  }

  all(): SearchIndex[] {
    return [...this.indices.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Indices by names, aliases and patterns, divided by commas. @throws index_not_found_exception */
  find(expression: string): SearchIndex[] {
    const found = expression.split(',').flatMap((name) => {
      const matching = this.all().filter((one) => isCalled(one, name));
      if (matching.length === 0 && !name.includes('*')) throw noIndex(name);
      return matching;
    });
    return [...new Set(found)];
  }

  /** The one index of a name or alias. @throws when there is none, or several */
  one(name: string): SearchIndex {
    const [index, second] = this.find(name);
    if (index === undefined) throw noIndex(name);
    if (second === undefined) return index;
    throw unsupported(`one request to several indices, [${name}] are [${index.name}], [${second.name}] …`);
  }

  /** The index that a write to a name goes to. */
  forWriting(name: string, requireAlias: boolean): SearchIndex {
    const isAlias = this.all().some(({ aliases }) => aliases.has(name));
    if (requireAlias && !isAlias)
      throw noIndex(name, ` and [require_alias] request flag is [true] and [${name}] is not an alias`);
    if (!isAlias && !this.indices.has(name)) throw unsupported(`making the index [${name}] by writing to it`);
    const [index, second] = this.find(name);
    if (index !== undefined && second === undefined) return index;
    throw invalid(
      `no write index is defined for alias [${name}]. The write index may be explicitly disabled using is_write_index=false or the alias points to multiple indices without one being designated as a write index`,
    );
  }

  create(name: string, body: JsonObject): void {
    checkKeys(`PUT /${name}`, body, ['settings', 'mappings', 'aliases']);
    this.checkName(name);
    const aliases = namesOf(body.aliases);
    for (const alias of aliases) if (this.indices.has(alias)) throw aliasIsIndex(alias);
    const definition = {
      name,
      uuid: randomBytes(16).toString('base64url'),
      created: Date.now(),
      settings: withSettings(
        { 'index.number_of_shards': '1', 'index.number_of_replicas': '1' },
        body.settings,
      ),
      mappings: isObject(body.mappings) ? body.mappings : {},
      aliases,
    };
    this.indices.set(name, new SearchIndex(definition, this.file(name)));
    this.save();
  }

  /** @throws when one of the names is an alias, or is not there */
  drop(expression: string): void {
    for (const name of expression.split(',')) this.dropOne(name);
    this.save();
  }

  configure(name: string, settings: Json): void {
    for (const index of this.find(name)) index.settings = withSettings(index.settings, settings);
    this.save();
  }

  /** Carries out the actions of `POST /_aliases`: all of them, or none. */
  changeAliases(body: JsonObject): void {
    const changes = aliasChanges(body);
    for (const change of changes) this.check(change);
    const removals = changes.filter(({ kind }) => kind === 'remove');
    const missing = removals.filter(({ index, alias }) => !this.one(index).aliases.has(alias));
    if (missing.length > 0 && missing.length === changes.length) throw missingAliases(missing);
    for (const { kind, index, alias } of changes) {
      if (kind === 'add') this.one(index).aliases.add(alias);
      else if (kind === 'remove') this.one(index).aliases.delete(alias);
    }
    for (const { kind, index } of changes) if (kind === 'remove_index') this.dropOne(index);
    this.save();
  }

  close(): void {
    for (const index of this.indices.values()) index.close();
  }

  private check({ kind, index, alias }: AliasChange): void {
    if (!this.indices.has(index)) throw noIndex(index);
    if (kind === 'add' && this.indices.has(alias)) throw aliasIsIndex(alias);
  }

  private dropOne(name: string): void {
    const index = this.indices.get(name);
    if (index === undefined && this.all().some(({ aliases }) => aliases.has(name)))
      throw invalid(
        `The provided expression [${name}] matches an alias, specify the corresponding concrete indices instead.`,
      );
    if (index === undefined) throw noIndex(name);
    index.drop();
    this.indices.delete(name);
  }

  private checkName(name: string): void {
    const refuse = (type: string, reason: string) =>
      new SearchError(400, type, reason, { index: name, index_uuid: '_na_' });
    const wrong = (why: string) =>
      refuse('invalid_index_name_exception', `Invalid index name [${name}], ${why}`);
    if (this.indices.has(name))
      throw refuse('resource_already_exists_exception', `index [${name}] already exists`);
    if (name !== name.toLowerCase()) throw wrong('must be lowercase');
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw wrong('must be letters, digits, [.], [_] and [-]');
    if (this.all().some(({ aliases }) => aliases.has(name))) throw wrong('already exists as alias');
  }

  private definitions(directory: string): string {
    return join(directory, 'indices.json');
  }

  private file(name: string): string | undefined {
    return this.directory === undefined ? undefined : join(this.directory, `${name}.ndjson`);
  }

  private save(): void {
    if (this.directory === undefined) return;
    const file = this.definitions(this.directory);
    writeFileSync(`${file}.new`, JSON.stringify(this.all().map(({ definition }) => definition)));
    renameSync(`${file}.new`, file);
  }
}

function isCalled(index: SearchIndex, pattern: string): boolean {
  if (!pattern.includes('*')) return index.name === pattern || index.aliases.has(pattern);
  const fits = wildcards(pattern);
  return [index.name, ...index.aliases].some((name) => fits.test(name));
}

/** Names of aliases; filters and routing of an alias are not here. */
function namesOf(aliases: Json | undefined): string[] {
  if (!isObject(aliases)) return [];
  for (const [name, options] of Object.entries(aliases))
    checkKeys(`the alias ${name}`, isObject(options) ? options : {}, []);
  return Object.keys(aliases);
}

const aliasIsIndex = (alias: string) =>
  new SearchError(
    400,
    'invalid_alias_name_exception',
    `Invalid alias name [${alias}]: an index or data stream exists with the same name as the alias`,
  );

function missingAliases(missing: readonly AliasChange[]): SearchError {
  const names = missing.map(({ alias }) => alias).join(',');
  return new SearchError(404, 'aliases_not_found_exception', `aliases [${names}] missing`, {
    'resource.id': names,
    'resource.type': 'aliases',
  });
}
