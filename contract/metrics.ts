/** CloudWatch metrics that our functions write; alarms and the runbook name the same. */
export const METRICS_NAMESPACE = 'Jangteo';
export const METRICS = {
  eventsAccepted: 'EventsAccepted',
  eventsRejected: 'EventsRejected',
  poisonRecords: 'PoisonRecords',
  fallbackItems: 'FallbackItems',
  servedItems: 'ServedItems',
  runsFailed: 'RunsFailed',
  /** Events archived without their actor's facets, for the actors could not be read in time. */
  unstampedEvents: 'UnstampedEvents',
  /** Age of the newest archived event when popularity counted it, seconds. */
  popularityLag: 'PopularityLag',
} as const;
