import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { METRICS_NAMESPACE } from '../../contract/metrics.ts';

/**
 * Metrics written as log lines (EMF), named in contract/metrics.ts. The stage is a dimension, so that two
 * stages in one account keep their figures apart.
 */
export const metrics = make();

function make(): Metrics {
  return new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: 'jangteo',
    defaultDimensions: { stage: process.env[ENVIRONMENT.stage] ?? 'unknown' },
  });
}

/** Values, per cent, of a metric that has the section as one more dimension: a line of its own. */
export function writeSectionMetric(name: string, values: readonly number[], section: string): void {
  const own = make();
  own.addDimension('section', section);
  for (const value of values) own.addMetric(name, MetricUnit.Percent, value);
  own.publishStoredMetrics();
}

/** Ends an invocation's metrics; writes nothing when nothing was counted. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** The same as a middy layer, for functions behind the stream. */
export const publishesMetrics = { after: publishMetrics, onError: publishMetrics };
