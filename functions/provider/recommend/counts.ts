import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SectionReply } from '../../../contract/api/recommend.ts';
import { METRICS } from '../../../contract/metrics.ts';
import { metrics } from '../../runtime/metrics.ts';
import { type FillRates, fillsOf, type SectionFill } from './fill-rate.ts';
import type { MadePage } from './page.ts';
import { targetsOf } from './targets.ts';

/** How much of the rows behind a page is dead. */
export function countTargets({ sections }: MadePage): void {
  const { asked, dead } = targetsOf(sections);
  if (asked === 0) return;
  metrics.addMetric(METRICS.servedTargets, MetricUnit.Count, asked);
  metrics.addMetric(METRICS.deadTargets, MetricUnit.Count, dead);
}

/** Sections that a snapshot made, since the search engine did not answer. */
export function countSnapshots(sections: readonly SectionReply[]): void {
  const bySnapshot = sections.filter(({ degraded }) => degraded?.includes('search'));
  metrics.addMetric(METRICS.snapshotSections, MetricUnit.Count, bySnapshot.length);
}

/** How well a page was filled, all sections together for the alarms, and each for who wants to know which. */
export function countFills(page: MadePage, rates: FillRates): void {
  const fills = fillsOf(page);
  if (fills.length === 0) return;
  const sum = (of: (fill: SectionFill) => number) => fills.reduce((total, fill) => total + of(fill), 0);
  metrics.addMetric(
    METRICS.servedItems,
    MetricUnit.Count,
    sum(({ items }) => items),
  );
  metrics.addMetric(
    METRICS.fallbackItems,
    MetricUnit.Count,
    sum(({ fallback }) => fallback),
  );
  metrics.addMetric(METRICS.askedSections, MetricUnit.Count, fills.length);
  metrics.addMetric(
    METRICS.omittedSections,
    MetricUnit.Count,
    sum(({ omitted }) => Number(omitted)),
  );
  rates.add(fills);
}
