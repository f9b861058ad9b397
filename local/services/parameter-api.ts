import type { World } from '../world.ts';
import { type Operation, ServiceError } from './operation.ts';

function parameter(world: World, name: string) {
  const value = world.parameters.get(name);
  if (value === undefined) return undefined;
  return {
    Name: name,
    Type: 'String',
    Value: value,
    Version: 1,
    ARN: world.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
  };
}

/** What functions read of SSM parameters. */
export function parameterOperations(world: World): Record<string, Operation> {
  return {
    GetParameter: ({ Name }) => {
      const found = parameter(world, String(Name));
      if (found === undefined) throw new ServiceError('ParameterNotFound', `there is no parameter ${Name}`);
      return { Parameter: found };
    },
    GetParameters: ({ Names }) => {
      const names = (Names as string[]) ?? [];
      return {
        Parameters: names.flatMap((name) => parameter(world, name) ?? []),
        InvalidParameters: names.filter((name) => !world.parameters.has(name)),
      };
    },
  };
}

/** What functions read of secrets. */
export function secretOperations(world: World): Record<string, Operation> {
  return {
    GetSecretValue: ({ SecretId }) => {
      const secret = world.secret(String(SecretId));
      if (secret === undefined)
        throw new ServiceError('ResourceNotFoundException', `there is no secret ${SecretId}`);
      return {
        ARN: secret.arn,
        Name: secret.name,
        SecretString: secret.value,
        VersionStages: ['AWSCURRENT'],
      };
    },
  };
}
