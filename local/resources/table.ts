import type { JsonObject } from '../deploy/json.ts';
import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';

/** What dynalite is told of a table: its keys and indexes. */
function schema(properties: Properties): JsonObject {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties.all;
  return {
    AttributeDefinitions: AttributeDefinitions ?? [],
    KeySchema: KeySchema ?? [],
    ...(Array.isArray(GlobalSecondaryIndexes) &&
      GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
    ...(Array.isArray(LocalSecondaryIndexes) &&
      LocalSecondaryIndexes.length > 0 && { LocalSecondaryIndexes }),
    BillingMode: 'PAY_PER_REQUEST',
  };
}

/** AWS::DynamoDB::Table and GlobalTable. */
export const table: ResourceKind = {
  properties: [
    'TableName',
    'AttributeDefinitions.**',
    'KeySchema.**',
    'GlobalSecondaryIndexes.**',
    'LocalSecondaryIndexes.**',
  ],
  nameProperty: 'TableName',
  longest: 255,
  phase: PHASE.storage,
  attribute: (name, attribute, _, world) => {
    if (attribute === 'Arn') return world.arn('dynamodb', `table/${name}`);
    return attribute === 'TableId' ? name : undefined;
  },
  create: ({ name }, properties, world) =>
    world.dynamodb.createTable({ TableName: name, ...schema(properties) }),
};
