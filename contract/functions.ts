/** Every Lambda function by its path under functions/ (`<path>.lambda.ts`). A test pairs files and constructs. */
export const FUNCTIONS = [
  'streaming/record-actors',
  'streaming/archive-events',
  'batch/plan-together',
  'batch/prepare-events',
  'batch/assemble-together',
  'batch/count-together',
  'batch/gate-models',
  'batch/publish-model',
  'batch/plan-rebuild',
  'batch/scatter-actors',
  'batch/gather-actors',
  'batch/end-run',
  'provider/collect',
  'provider/catalogue',
  'provider/users',
  'provider/recommend',
  'provider/admin',
  'provider/system',
  'provider/issue-key',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
