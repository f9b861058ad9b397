import { Metrics } from '@aws-lambda-powertools/metrics';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { METRICS_NAMESPACE } from '../../contract/metrics.ts';

/**
 * Metrics written as log lines (EMF), named in contract/metrics.ts. The stage is a dimension, so that two
 * stages in one account keep their figures apart.
 */
export const metrics = new Metrics({
  namespace: METRICS_NAMESPACE,
  serviceName: 'jangteo',
  defaultDimensions: { stage: process.env[ENVIRONMENT.stage] ?? 'unknown' },
});

/** Ends an invocation's metrics; writes nothing when nothing was counted. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}

/** The same as a middy layer, for functions behind the stream. */
export const publishesMetrics = { after: publishMetrics, onError: publishMetrics };
