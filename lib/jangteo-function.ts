import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENVIRONMENT, type EnvironmentName } from '../contract/environment.ts';
import type { FunctionName } from '../contract/functions.ts';
import { SIZES } from './sizes.ts';
import type { Stage } from './stages.ts';

export interface JangteoFunctionProps {
  readonly stage: Stage;
  /** Path under functions/, which is its path in the construct tree too. */
  readonly name: FunctionName;
  readonly code: Code;
}

/**
 * A Lambda function of ours: Node 24 on arm64, a role and a log group of its own, and nothing that it may
 * touch until a store or a construct is bound to it.
 */
export class JangteoFunction extends Construct implements IGrantable {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, { stage, name, code }: JangteoFunctionProps) {
    super(scope, name.split('/').at(-1) as string);
    this.name = name;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.grantPrincipal = role;
    this.lambda = this.function(code, role, logGroup);
    this.setEnvironment('stage', stage.name);
  }

  private function(code: Code, role: Role, logGroup: LogGroup): LambdaFunction {
    const { memoryMb, timeoutSeconds } = SIZES[this.name];
    return new LambdaFunction(this, 'Function', {
      description: this.name,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      role,
      logGroup,
    });
  }

  /** Gives the function a variable of contract/environment.ts. */
  setEnvironment(name: EnvironmentName, value: string): void {
    this.lambda.addEnvironment(ENVIRONMENT[name], value);
  }
}
