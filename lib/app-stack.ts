import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Batch } from './batch/batch.ts';
import { type CodeOf, FunctionFactory } from './functions.ts';
import { Alarms } from './operations/alarms.ts';
import { alarmsOf } from './operations/watch.ts';
import { Provider } from './provider/provider.ts';
import type { Stage } from './stages.ts';
import { Stores } from './storage/stores.ts';
import { Streaming } from './streaming/streaming.ts';

export interface AppStackProps extends StackProps {
  readonly stage: Stage;
  readonly codeOf: CodeOf;
}

/** All that runs: the three layers over the data stack's stores. It can be thrown away and deployed again. */
export class AppStack extends Stack {
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, { stage, codeOf, ...props }: AppStackProps) {
    super(scope, id, props);
    this.stage = stage;
    const stores = new Stores(this, 'stores', stage);
    const functions = new FunctionFactory(stage, stores, codeOf);
    const streaming = new Streaming(this, 'streaming', { stage, stream: stores.ingestStream, functions });
    // Before batch, whose exports and replays call functions of the provider's.
    const provider = new Provider(this, 'provider', { stage, functions });
    const batch = new Batch(this, 'batch', { stage, functions });
    provider.control(batch.machines);
    const topic = this.watch(streaming, batch, provider);
    this.output('ApiUrl', provider.api.apiEndpoint, 'the HTTP API, without /v1');
    this.output(
      'IssueKeyFunctionName',
      provider.issueKey.lambda.functionName,
      'invoke it with {"scope"} for a key',
    );
    this.output('AlarmTopicArn', topic, 'subscribe to it');
  }

  private watch(streaming: Streaming, batch: Batch, provider: Provider): string {
    const { recordActors, archiveEvents, indexItems } = streaming;
    const failures = [...streaming.failures, ...batch.failures];
    const machines = [...batch.machines.values()];
    const { stage } = this;
    const consumers = { recordActors, archiveEvents, indexItems };
    const alarms = alarmsOf({ ...consumers, stage, api: provider.api, machines, failures });
    return new Alarms(this, 'operations', { stage, alarms }).topic.topicArn;
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
