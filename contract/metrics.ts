/** CloudWatch metrics that our functions write; alarms and the runbook name the same. */
export const METRICS_NAMESPACE = 'Jangteo';
export const METRICS = {
  eventsAccepted: 'EventsAccepted',
  eventsRejected: 'EventsRejected',
  poisonRecords: 'PoisonRecords',
  /** Items shown to viewers of whom something is known, and those of them that only a fallback or a snapshot gave. */
  servedItems: 'ServedItems',
  fallbackItems: 'FallbackItems',
  /** Sections of these viewers' pages, and those left out since too little was found. */
  askedSections: 'AskedSections',
  omittedSections: 'OmittedSections',
  /** The same by section, per cent: their averages are the shares. */
  sectionFallback: 'SectionFallback',
  sectionOmitted: 'SectionOmitted',
  /** Items of together rows that were read for a section, and those of them that could not be bought any more: the second over the first is the share of dead targets. */
  servedTargets: 'ServedTargets',
  deadTargets: 'DeadTargets',
  /** Looks for what pages show that failed; and sections made by documents that are not what the registry says now. */
  registryFailures: 'RegistryFailures',
  registrySections: 'RegistrySections',
  runsFailed: 'RunsFailed',
  /** Events archived without their actor's facets, for the actors could not be read in time. */
  unstampedEvents: 'UnstampedEvents',
  /** Age of the newest archived event when popularity counted it, seconds. */
  popularityLag: 'PopularityLag',
  /** How far the served together models are behind while newer events are archived: the age of what they were counted up to, seconds. */
  togetherAge: 'TogetherAge',
  /** Searches that did not answer in time or at all, an open circuit's among them; and sections that a snapshot filled instead. */
  searchFailures: 'SearchFailures',
  snapshotSections: 'SnapshotSections',
  /** Milliseconds of a search as the provider saw it. */
  searchTime: 'SearchTime',
  /** Documents that the index did not take, to be tried again. */
  indexFailures: 'IndexFailures',
  /** New listings that have not had their guaranteed impressions yet. */
  newListingsWaiting: 'NewListingsWaiting',
} as const;
