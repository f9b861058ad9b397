import type { ObjectStore } from '../../domain/ports.ts';
import { UnreadableColumnsError } from '../../domain/together/columns.ts';
import { type Difference, type DifferenceMeta, decodeDifference } from '../../domain/together/difference.ts';
import { KeptCounts, type KeptMeta, KeptWriter } from '../../domain/together/kept-counts.ts';
import { KeptRows, leastKept } from '../../domain/together/kept-rows.ts';
import { decodeMatrix, type Matrix } from '../../domain/together/matrix.ts';
import { CountsDifferError } from '../../domain/together/pair-changes.ts';
import { NONE } from '../../domain/together/sort.ts';
import type { Range } from '../../domain/together/work.ts';
import { digestOf, seal, unseal } from './kept-files.ts';
import { type CountFile, type CountWork, getBytes, type KeptFile } from './run-files.ts';

/** Bytes that may be kept of one range: with room to grow a third of a Lambda's memory. A range of most shops has ten million. */
export const MOST_KEPT = 512 * 1024 * 1024;

/** What was counted of a part, for the run's record. */
export interface KeptFigures {
  /** Files of which only what changed was counted. */
  changedFiles: number;
  /** Files that were counted in full, since what was kept of them is gone, damaged or not of that matrix. */
  recountedFiles: number;
  keptBytes: number;
  /** Files with more counts than can be kept. */
  tooLargeFiles: number;
}

/** Counts the files of a part whose counts are kept, or come from what was kept. */
export class KeptPart {
  readonly figures: KeptFigures = { changedFiles: 0, recountedFiles: 0, keptBytes: 0, tooLargeFiles: 0 };
  readonly matrix: Matrix;
  readonly #work: CountWork;
  readonly #digest: string;
  readonly #rows: KeptRows;
  readonly #artefacts: ObjectStore;
  readonly #most: number;
  readonly #difference: (Difference & DifferenceMeta) | undefined;
  #open = new Map<string, KeptCounts>();

  private constructor(
    work: CountWork,
    matrix: Uint8Array,
    difference: Uint8Array | undefined,
    artefacts: ObjectStore,
    most: number,
  ) {
    this.matrix = decodeMatrix(matrix);
    this.#work = work;
    this.#digest = digestOf(matrix);
    this.#rows = new KeptRows(this.matrix, work.rules);
    this.#difference = difference && this.#toOurs(decodeDifference(difference));
    this.#artefacts = artefacts;
    this.#most = most;
  }

  /** @param most bytes that may be kept of one range */
  static async open(work: CountWork, artefacts: ObjectStore, most: number): Promise<KeptPart> {
    const matrix = await getBytes(artefacts, work.matrix);
    const difference = work.changes && (await getBytes(artefacts, work.changes.difference));
    return new KeptPart(work, matrix, difference, artefacts, most);
  }

  /** The lines of a file; what is to be kept of it is written. */
  async count(file: CountFile): Promise<string[]> {
    const changed = await this.#fromKept(file);
    if (changed) this.figures.changedFiles++;
    else await this.#noteUnusable();
    const { lines, writer } = changed ?? this.#inFull(file);
    if (file.keep !== undefined && writer) await this.#keep(file.keep, writer);
    return lines;
  }

  async #noteUnusable(): Promise<void> {
    if (!this.#work.changes) return;
    this.figures.recountedFiles++;
    await this.#artefacts.put(this.#work.changes.unusable, '');
  }

  #inFull(file: CountFile) {
    const writer = this.#writerOf(file);
    return { lines: this.#rows.countAll(file, writer), writer };
  }

  /** Undefined where what was kept cannot be used. */
  async #fromKept(file: CountFile) {
    const difference = this.#difference;
    const kept = difference && (await this.#openFor(file, difference));
    if (!kept) return undefined;
    const writer = this.#writerOf(file);
    try {
      return { lines: this.#rows.countChanges(file, { difference, kept }, writer), writer };
    } catch (error) {
      if (error instanceof CountsDifferError) return undefined;
      throw error;
    }
  }

  /** A difference that was made for another matrix, as when two workers of different attempts meet, says nothing of ours. */
  #toOurs<T extends DifferenceMeta>(difference: T): T | undefined {
    return difference.to === this.#digest ? difference : undefined;
  }

  #writerOf({ from, to, keep }: CountFile): KeptWriter | undefined {
    if (keep === undefined) return undefined;
    const meta: KeptMeta = { matrix: this.#digest, from, to, least: leastKept(this.#work.rules) };
    return new KeptWriter(meta, this.#most);
  }

  async #keep(key: string, writer: KeptWriter): Promise<void> {
    const bytes = writer.isFull ? new Uint8Array() : seal(writer.toFile());
    if (writer.isFull) this.figures.tooLargeFiles++;
    this.figures.keptBytes += bytes.length;
    await this.#artefacts.put(key, bytes);
  }

  /** The kept files that hold rows of a range; undefined when one of them cannot be used. */
  async #openFor({ from, to }: Range, difference: Difference & DifferenceMeta) {
    const open = new Map<string, KeptCounts>();
    for (const file of overlapping(this.#work.changes!.kept, difference.oldOf.subarray(from, to))) {
      const kept = this.#open.get(file.key) ?? (await this.#read(file, difference));
      if (!kept) return undefined;
      open.set(file.key, kept);
    }
    this.#open = open;
    return [...open.values()];
  }

  async #read({ key, from, to }: KeptFile, difference: DifferenceMeta): Promise<KeptCounts | undefined> {
    const bytes = unseal(await this.#artefacts.get(key));
    if (!bytes) return undefined;
    try {
      const kept = new KeptCounts(bytes);
      const { meta } = kept;
      return meta.matrix === difference.from && meta.from === from && meta.to === to ? kept : undefined;
    } catch (error) {
      if (error instanceof UnreadableColumnsError) return undefined;
      throw error;
    }
  }
}

/** @param items earlier numbers, ascending but for NONE */
function overlapping(files: readonly KeptFile[], items: Uint32Array): KeptFile[] {
  const known = items.filter((item) => item !== NONE);
  if (known.length === 0) return [];
  const [first, last] = [known[0]!, known.at(-1)!];
  return files.filter(({ from, to }) => from <= last && to > first);
}
