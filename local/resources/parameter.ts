import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import type { World } from '../world.ts';

/** AWS::SSM::Parameter. */
export const parameter: ResourceKind = {
  properties: ['Name', 'Type', 'Value', 'DataType'],
  nameProperty: 'Name',
  longest: 1011,
  phase: PHASE.storage,
  attribute: (_, attribute, properties) => {
    if (attribute === 'Value') return properties().text('Value');
    return attribute === 'Type' ? properties().textOr('Type', 'String') : undefined;
  },
  create: ({ name }, properties, world) => {
    world.parameters.set(name, properties.text('Value'));
  },
};

/** A generated password, kept when state is kept. */
function generated(name: string, properties: Properties, world: World): string {
  const rules = properties.inner('GenerateSecretString');
  const directory = world.kept('secrets');
  const file = directory === undefined ? undefined : join(directory, encodeURIComponent(name));
  if (file !== undefined && existsSync(file)) return readFileSync(file, 'utf8');
  const password = randomBytes(64).toString('hex').slice(0, rules.number('PasswordLength', 32));
  const key = rules.textOr('GenerateStringKey', undefined);
  const value =
    key === undefined
      ? password
      : JSON.stringify({ ...JSON.parse(rules.textOr('SecretStringTemplate', '{}')), [key]: password });
  if (directory !== undefined && file !== undefined) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, value, { mode: 0o600 });
  }
  return value;
}

/** AWS::SecretsManager::Secret. */
export const secret: ResourceKind = {
  properties: ['Name', 'SecretString', 'GenerateSecretString.**'],
  nameProperty: 'Name',
  longest: 512,
  phase: PHASE.storage,
  ref: (name, _, world) => world.arn('secretsmanager', `secret:${name}`),
  attribute: (name, attribute, _, world) =>
    attribute === 'Id' ? world.arn('secretsmanager', `secret:${name}`) : undefined,
  create: ({ name: arn }, properties, world) => {
    const name = arn.split(':secret:')[1] ?? arn;
    world.secrets.push({
      name,
      arn,
      value: properties.textOr('SecretString', undefined) ?? generated(name, properties, world),
    });
  },
};
