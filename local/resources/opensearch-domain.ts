import { PHASE, type ResourceKind } from '../deploy/kind.ts';

/** AWS::OpenSearchService::Domain. All domains share one engine. */
export const openSearchDomain: ResourceKind = {
  properties: ['DomainName', 'EngineVersion'],
  nameProperty: 'DomainName',
  longest: 28,
  lowerCase: true,
  phase: PHASE.storage,
  attribute: (name, attribute, _, world) => {
    const arn = world.arn('es', `domain/${name}`);
    const attributes: Record<string, string> = {
      Arn: arn,
      DomainArn: arn,
      Id: `${world.account}/${name}`,
      DomainEndpoint: world.opensearch.endpoint,
    };
    return attributes[attribute];
  },
  create: ({ name }, properties, world) => {
    const version = properties.textOr('EngineVersion', 'OpenSearch_2.19');
    if (!version.startsWith('OpenSearch_2.'))
      throw new Error(`the engine is OpenSearch 2.19, got the EngineVersion ${version}`);
    world.opensearch.createDomain(name, world.arn('es', `domain/${name}`));
  },
};
