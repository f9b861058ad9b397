import type { Stage } from './stages.ts';

/** What the command line may choose instead of the stage's own, each by `-c name=…`. */
export const CHOICES = ['search', 'vpcId', 'subnetIds'] as const;
export type Choices = Readonly<Partial<Record<(typeof CHOICES)[number], unknown>>>;

export class InvalidChoiceError extends Error {
  readonly code = 'invalid-choice';
}

/** The stage with what was chosen on the command line. @throws InvalidChoiceError that says what is allowed */
export function withChoices(stage: Stage, { search, vpcId, subnetIds }: Choices): Stage {
  const chosen = { ...stage, search: searchOf(stage, search), network: networkOf(stage, vpcId, subnetIds) };
  assertZones(chosen);
  return chosen;
}

function searchOf(stage: Stage, search: unknown): Stage['search'] {
  if (search === undefined) return stage.search;
  if (search === 'none') return 'none';
  throw new InvalidChoiceError(
    `search ${JSON.stringify(search)} cannot be chosen; allowed is none, or nothing for the stage's own`,
  );
}

function networkOf(stage: Stage, vpcId: unknown, subnetIds: unknown): Stage['network'] {
  if (vpcId === undefined && subnetIds === undefined) return stage.network;
  const subnets = typeof subnetIds === 'string' ? subnetIds.split(',').map((one) => one.trim()) : [];
  const areSubnets = subnets.length > 0 && subnets.every((one) => /^subnet-[0-9a-z]+$/.test(one));
  if (typeof vpcId !== 'string' || !/^vpc-[0-9a-z]+$/.test(vpcId) || !areSubnets)
    throw new InvalidChoiceError(
      `vpcId ${JSON.stringify(vpcId)} with subnetIds ${JSON.stringify(subnetIds)} cannot be chosen; allowed are vpcId=vpc-… and subnetIds=subnet-…,subnet-… together`,
    );
  return { vpcId, subnetIds: subnets };
}

function assertZones({ name, search, network }: Stage): void {
  if (search === 'none' || network === 'public-endpoint' || network.subnetIds.length >= search.zones) return;
  throw new InvalidChoiceError(
    `subnetIds names ${network.subnetIds.length} subnets; the search domain of ${name} lies in ${search.zones} zones and wants one in each`,
  );
}
