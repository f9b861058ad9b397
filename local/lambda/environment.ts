import { tmpdir } from 'node:os';
import { LocalError } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** What the pool needs to know of a function. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** Short name for log lines. */
  readonly label: string;
  /** Folder of the unpacked bundle. */
  readonly code: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reserved: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

/** Names that Lambda keeps for itself. */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|LOG_(GROUP|STREAM)_NAME|RUNTIME_API|INITIALIZATION_TYPE)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

/** Lambda refuses these when a function is created, and so do we at start. */
export function checkVariables(variables: Readonly<Record<string, string>>, where: string): void {
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size > LIMITS.lambda.environment) {
    throw new LocalError(
      'EnvironmentTooLarge',
      `${where}: the environment variables take ${size} bytes, allowed are ${LIMITS.lambda.environment}`,
    );
  }
  for (const name of Object.keys(variables)) {
    if (RESERVED.test(name))
      throw new LocalError('ReservedVariable', `${where}: the variable ${name} is reserved by Lambda`);
    if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) {
      throw new LocalError(
        'BadVariable',
        `${where}: got a variable named ${JSON.stringify(name)}, allowed are letters, digits and _, a letter first`,
      );
    }
  }
}

/** The whole environment of an instance: nothing of ours leaks into it. */
export function environmentOf(
  spec: FunctionSpec,
  instance: number,
  base: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: tmpdir(),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    ...base,
    ...spec.variables,
    _HANDLER: spec.handler,
    LAMBDA_TASK_ROOT: spec.code,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${instance}`,
  };
}
