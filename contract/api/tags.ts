/** What the operations are about, in the order in which a shop meets them. */
export const TAGS = {
  system: 'Whether it answers, and this description.',
  events: 'What users and cookies did: the shop sends it, pages live on it.',
  items: 'The catalogue: what is written is durable, and counts with the next page.',
  users: 'Profiles, preferences, tokens for browsers, and erasure.',
  recommendations: 'Pages and sections for a visitor, and what is popular.',
  registry: 'What pages show: pages, sections, providers, models and experiments as versioned documents.',
  models: 'Versions of models: what is served, and back to the one before.',
  runs: 'Batch jobs: their parameters, their runs, step by step.',
  archive: 'History too large for the stream.',
} as const;
export type Tag = keyof typeof TAGS;
