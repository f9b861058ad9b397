import type { Facet } from '../clusters/facet.ts';

/**
 * What a query needs to know of the popularity state: stored as JSON under contract/storage-keys.ts
 * popularityServingKey after each run. Totals are on the scale of the snapshots' numbers (linear to the
 * landmark), so that ratios of the two need no clock.
 */
export interface PopularityServing {
  readonly version: string;
  /** Events up to this time are counted, ISO. */
  readonly asOf: string;
  /** Σ over items of a facet's popularity, G_f; `all` is G. A facet without a total has no row. */
  readonly totals: Readonly<Partial<Record<Facet, number>>>;
  /** μ of the back-off, on the same scale: how much weight a small facet gives to everybody. */
  readonly backOff: number;
}
