/** CloudWatch metrics that our functions write; alarms and the runbook name the same. */
export const METRICS_NAMESPACE = 'Jangteo';
export const METRICS = {
  eventsAccepted: 'EventsAccepted',
  eventsRejected: 'EventsRejected',
  poisonRecords: 'PoisonRecords',
  fallbackItems: 'FallbackItems',
  servedItems: 'ServedItems',
  runsFailed: 'RunsFailed',
} as const;
