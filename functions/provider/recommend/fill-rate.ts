import { METRICS } from '../../../contract/metrics.ts';
import type { Clock } from '../../../domain/ports.ts';
import { isKnown } from '../../../domain/ranking/context.ts';
import type { MadePage, MadeSection } from './page.ts';

/** How well one section of a page was filled. */
export interface SectionFill {
  readonly section: string;
  /** Items shown, and those of them that only a fallback or a snapshot gave. */
  readonly items: number;
  readonly fallback: number;
  readonly omitted: boolean;
}

/**
 * How well the sections of a page were filled, where something is known of the viewer: who is unknown gets what everybody gets, which is no
 * fault. A section of a page that goes on is not asked again whether it is there.
 */
export const fillsOf = ({ sections, context }: MadePage): SectionFill[] =>
  isKnown(context.viewer) && context.before === 0 ? sections.map(fillOf) : [];

const fillOf = ({ document, filled, served }: MadeSection): SectionFill => ({
  section: document.name,
  items: served ? filled.picked.length : 0,
  fallback: served ? filled.picked.filter(({ fallback, tier }) => fallback || tier === 'snapshot').length : 0,
  omitted: !served,
});

/** Writes a metric's values for one section. */
type WriteMetric = (name: string, values: readonly number[], section: string) => void;

/** Figures are written once a quarter of a minute, each with at most as many values as a line of metrics takes. */
const EVERY_MS = 15_000;
const MOST_VALUES = 100;

/** Collects how sections were filled, for a line of metrics a section now and then instead of eight a page. */
export class FillRates {
  readonly #write: WriteMetric;
  readonly #clock: Clock;
  readonly #bySection = new Map<string, { fallback: number[]; omitted: number[] }>();
  #since: number;

  constructor(write: WriteMetric, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
    this.#since = clock();
  }

  add(fills: readonly SectionFill[]): void {
    for (const fill of fills) this.#addOne(fill);
    const isFull = [...this.#bySection.values()].some(({ omitted }) => omitted.length >= MOST_VALUES);
    if (isFull || this.#clock() - this.#since >= EVERY_MS) this.#flush();
  }

  #addOne({ section, items, fallback, omitted }: SectionFill): void {
    const values = this.#bySection.get(section) ?? { fallback: [], omitted: [] };
    this.#bySection.set(section, values);
    if (items > 0) values.fallback.push((100 * fallback) / items);
    values.omitted.push(omitted ? 100 : 0);
  }

  #flush(): void {
    for (const [section, { fallback, omitted }] of this.#bySection) {
      if (fallback.length > 0) this.#write(METRICS.sectionFallback, fallback, section);
      this.#write(METRICS.sectionOmitted, omitted, section);
    }
    this.#bySection.clear();
    this.#since = this.#clock();
  }
}
