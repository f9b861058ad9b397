import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS_NAMESPACE } from '../../contract/metrics.ts';

/** Metrics written as log lines (EMF). Names are in contract/metrics.ts; `publishStoredMetrics()` ends an invocation. */
export const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: 'jangteo' });
