import { KeywordColumn, NumberColumn } from './columns.ts';
import { SearchError } from './errors.ts';
import type { Parsed } from './parse.ts';

/** A document as it was written. */
export interface Stored {
  readonly id: string;
  readonly routing: string | undefined;
  readonly version: number;
  /** JSON, as it came. */
  readonly source: string;
}

/** A parent and its children, by slot; whichever of them are there. */
interface Family {
  parent: number | undefined;
  readonly children: number[];
}

/** All documents of an index, each in a slot, and their values in columns. Searchable at once. */
export class Documents {
  readonly numbers = new Map<string, NumberColumn>();
  readonly keywords = new Map<string, KeywordColumn>();
  readonly removed = new Map<string, { readonly version: number; readonly at: number }>();
  private readonly slots = new Map<string, number>();
  private readonly stored: (Stored | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly families = new Map<string, Family>();
  private readonly familyOf: (Family | undefined)[] = [];

  get size(): number {
    return this.slots.size;
  }

  /** Slots are below this; some are empty. */
  get end(): number {
    return this.stored.length;
  }

  at(slot: number): Stored | undefined {
    return this.stored[slot];
  }

  slotOf(id: string): number | undefined {
    return this.slots.get(id);
  }

  get(id: string): Stored | undefined {
    const slot = this.slots.get(id);
    return slot === undefined ? undefined : this.stored[slot];
  }

  all(): Stored[] {
    return this.stored.filter((one) => one !== undefined);
  }

  /** Children of the parent in a slot; none when it is no parent. */
  childrenOf(slot: number): readonly number[] {
    const family = this.familyOf[slot];
    return family?.parent === slot ? family.children : [];
  }

  /**
   * The version that a write makes. With `given` (external_gte) an older one is refused, also behind a removal.
   * @throws version_conflict_engine_exception
   */
  nextVersion(id: string, given: number | undefined): number {
    const current = this.get(id)?.version ?? this.removed.get(id)?.version ?? 0;
    if (given === undefined) return current + 1;
    if (given >= current) return given;
    throw new SearchError(
      409,
      'version_conflict_engine_exception',
      `[${id}]: version conflict, current version [${current}] is higher than the one provided [${given}]`,
    );
  }

  /** Answers whether it is new. */
  put(stored: Stored, parsed: Parsed): boolean {
    const known = this.slots.get(stored.id);
    if (known !== undefined) this.clear(known);
    const slot = known ?? this.free.pop() ?? this.stored.length;
    this.slots.set(stored.id, slot);
    this.removed.delete(stored.id);
    this.stored[slot] = stored;
    for (const [name, value] of parsed.numbers) column(this.numbers, name, NumberColumn).set(slot, value);
    for (const [name, words] of parsed.keywords) column(this.keywords, name, KeywordColumn).set(slot, words);
    if (parsed.join !== undefined) this.relate(slot, stored.id, parsed.join.parent);
    return known === undefined;
  }

  /** Removes it and remembers the version. Answers whether it was there. */
  remove(id: string, version: number, now: number): boolean {
    this.removed.set(id, { version, at: now });
    const slot = this.slots.get(id);
    if (slot === undefined) return false;
    this.clear(slot);
    this.slots.delete(id);
    this.stored[slot] = undefined;
    this.free.push(slot);
    return true;
  }

  /** Forgets versions of documents removed before a time. */
  forget(before: number): void {
    for (const [id, { at }] of this.removed) if (at < before) this.removed.delete(id);
  }

  private relate(slot: number, id: string, parentId: string | undefined): void {
    const key = parentId ?? id;
    const family = this.families.get(key) ?? { parent: undefined, children: [] };
    this.families.set(key, family);
    this.familyOf[slot] = family;
    if (parentId === undefined) family.parent = slot;
    else family.children.push(slot);
  }

  private clear(slot: number): void {
    for (const one of this.numbers.values()) one.clear(slot);
    for (const one of this.keywords.values()) one.clear(slot);
    const family = this.familyOf[slot];
    this.familyOf[slot] = undefined;
    if (family === undefined) return;
    if (family.parent === slot) family.parent = undefined;
    else family.children.splice(family.children.indexOf(slot), 1);
  }
}

function column<C>(columns: Map<string, C>, name: string, make: new () => C): C {
  const known = columns.get(name) ?? new make();
  columns.set(name, known);
  return known;
}
