import { contributionsOf } from '../../domain/popularity/contributions.ts';
import type { Counted } from '../../domain/popularity/counted.ts';
import { type DayEvents, dayAfter, dayBefore, dayOf } from '../../domain/popularity/day-events.ts';
import {
  horizonDay,
  horizonOf,
  type Landmarks,
  landmarksAt,
  SCORE_KINDS,
  type ScoreKind,
} from '../../domain/popularity/decay.ts';
import { Totals } from '../../domain/popularity/totals.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { type PopularityState, readDay, readTotals, writeDay } from './popularity-state.ts';

/** A day with what was added to it, and whose events that were. */
interface ChangedDay {
  readonly day: DayEvents;
  readonly actors: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/** The states that a count begins with: the one it goes on from, and the one that stands. They differ when all is counted anew. */
interface Begin {
  readonly from: PopularityState | undefined;
  readonly standing: PopularityState | undefined;
}

/** One run's count over the days that its events touch; events may come part by part. */
export class PopularityCount {
  /** Days whose events changed, over all parts. */
  changedDays = 0;
  readonly #version: string;
  readonly #landmarks: Landmarks;
  readonly #artefacts: ObjectStore;
  readonly #totals: Totals;
  /** Day → key of its events. */
  readonly #days: Map<string, string>;
  /** What the search index holds of items that may have changed. */
  readonly #prints: Map<string, string>;

  private constructor(
    version: string,
    landmarks: Landmarks,
    artefacts: ObjectStore,
    begin: { totals: Totals; days: Map<string, string>; prints: Map<string, string> },
  ) {
    this.#version = version;
    this.#landmarks = landmarks;
    this.#artefacts = artefacts;
    this.#totals = begin.totals;
    this.#days = begin.days;
    this.#prints = begin.prints;
  }

  static async begin(
    version: string,
    now: number,
    { from, standing }: Begin,
    artefacts: ObjectStore,
  ): Promise<PopularityCount> {
    const landmarks = landmarksAt(now);
    const before = await readTotals(artefacts, standing?.totals);
    const isAnew = from === undefined;
    const moved = isAnew ? [] : SCORE_KINDS.filter((kind) => landmarks[kind] !== from.landmarks[kind]);
    const all = isAnew || moved.includes('popular') ? before.items.keys() : [];
    const prints = new Map([...all].map((itemId) => [itemId, before.print(itemId)]));
    const horizon = horizonDay(landmarks);
    const days = new Map(Object.entries(from?.days ?? {}).filter(([day]) => day >= horizon));
    const totals = isAnew ? new Totals() : before;
    const count = new PopularityCount(version, landmarks, artefacts, { totals, days, prints });
    for (const kind of moved) await count.#recount(kind);
    return count;
  }

  /** Adds events, and makes the totals follow. */
  async add(events: readonly Counted[]): Promise<void> {
    const horizon = horizonDay(this.#landmarks);
    const changed = await this.#changedDays(events.filter(({ time }) => dayOf(time) >= horizon));
    await this.#update(changed);
    for (const [name, { day }] of changed)
      this.#days.set(name, await writeDay(this.#artefacts, this.#version, day));
    this.changedDays += changed.size;
  }

  end() {
    this.#totals.sweep();
    const totals = this.#totals;
    const touched = [...this.#prints].filter(([itemId, print]) => totals.print(itemId) !== print);
    return {
      totals,
      days: Object.fromEntries([...this.#days].sort(([a], [b]) => (a < b ? -1 : 1))),
      touched: new Set(touched.map(([itemId]) => itemId)),
    };
  }

  /** A landmark moved: the days that still count for its kind of score, on the new scale. */
  async #recount(kind: ScoreKind): Promise<void> {
    this.#totals.forget(kind);
    const horizon = horizonOf(kind, this.#landmarks);
    let last: DayEvents | undefined;
    for (const name of [...this.#days.keys()].filter((day) => day >= dayBefore(horizon)).sort()) {
      const day = await this.#load(name);
      const contributions = contributionsOf(day, last?.day === dayBefore(name) ? last : undefined);
      if (name >= horizon) this.#totals.recount(kind, contributions, this.#landmarks);
      last = day;
    }
  }

  /** Days that events changed, with them; and whose contributions may be others now. */
  async #changedDays(events: readonly Counted[]): Promise<ReadonlyMap<string, ChangedDay>> {
    const changed = new Map<string, ChangedDay>();
    for (const [name, added] of Map.groupBy(events, ({ time }) => dayOf(time))) {
      const day = await this.#load(name);
      const [actors, keys] = [new Set<string>(), new Set<string>()];
      for (const event of added) {
        const known = day.get(event.key);
        if (!day.add(event)) continue;
        keys.add(event.key);
        actors.add(event.actor);
        if (known) actors.add(known.actor);
      }
      if (keys.size > 0) changed.set(name, { day, actors, keys });
    }
    return changed;
  }

  /** What changed actors contributed is taken away, what they contribute now is added; of the day after it may be others too. */
  async #update(changed: ReadonlyMap<string, ChangedDay>): Promise<void> {
    const affected = new Set([...changed.keys()].flatMap((day) => [day, dayAfter(day)]));
    const held = new Map<string, Promise<DayEvents>>();
    const stored = (name: string): Promise<DayEvents> => {
      const day = held.get(name) ?? this.#load(name);
      held.set(name, day);
      return day;
    };
    for (const name of [...affected].sort()) {
      const [before, beforeIt] = [await stored(name), await stored(dayBefore(name))];
      const after = changed.get(name)?.day ?? before;
      const yesterday = changed.get(dayBefore(name));
      const actors = new Set(changed.get(name)?.actors);
      for (const key of yesterday?.keys ?? []) {
        for (const copy of [before.get(key), after.get(key)]) if (copy) actors.add(copy.actor);
      }
      const gone = contributionsOf(before, beforeIt, actors);
      const come = contributionsOf(after, yesterday?.day ?? beforeIt, actors);
      for (const { itemId } of [...gone, ...come])
        if (!this.#prints.has(itemId)) this.#prints.set(itemId, this.#totals.print(itemId));
      this.#totals.apply(gone, this.#landmarks, -1);
      this.#totals.apply(come, this.#landmarks, 1);
      held.delete(dayBefore(dayBefore(name)));
    }
  }

  #load(day: string): Promise<DayEvents> {
    return readDay(this.#artefacts, day, this.#days.get(day));
  }
}
