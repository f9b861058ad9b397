import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ROUTES } from '../../contract/api/routes.ts';
import type { JobName } from '../../contract/batch.ts';
import type { FunctionName } from '../../contract/functions.ts';
import { bindMachines } from '../batch/run-control.ts';
import type { FunctionFactory } from '../functions.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import type { Stage } from '../stages.ts';
import { JangteoApi } from './http-api.ts';

export interface ProviderProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
}

/** The provider layer: the HTTP API's functions, the one that operators call for a key, and those that make pages for a run. */
export class Provider extends Construct {
  readonly api: HttpApi;
  readonly issueKey: JangteoFunction;
  private readonly admin: JangteoFunction;

  constructor(scope: Construct, id: string, { stage, functions }: ProviderProps) {
    super(scope, id);
    const functionOf = (name: FunctionName) => functions.get(this, name);
    this.admin = functionOf('provider/admin');
    functionOf('provider/export-pages');
    functionOf('provider/replay-pages');
    functionOf('provider/users').setEnvironment('archiveDays', String(stage.archiveDays));
    this.issueKey = functionOf('provider/issue-key');
    const otherwise = functionOf('provider/system');
    this.api = new JangteoApi(this, 'http', { stage, routes: ROUTES, otherwise, functionOf }).api;
  }

  /** Lets operators start and stop the runs of these jobs through the API. */
  control(machines: ReadonlyMap<JobName, StateMachine>): void {
    bindMachines(this.admin, machines, 'control');
  }
}
