import type { ResourceKind } from '../deploy/kind.ts';
import { bucket } from './bucket.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { eventInvokeConfig, lambdaAlias, lambdaFunction, lambdaVersion } from './function.ts';
import { api, integration, route, stage } from './http-api.ts';
import { openSearchDomain } from './opensearch-domain.ts';
import { parameter, secret } from './parameter.ts';
import { queue } from './queue.ts';
import { rule, schedule } from './rule.ts';
import { stateMachine } from './state-machine.ts';
import { stream } from './stream.ts';
import { table } from './table.ts';

/** Every resource type that is run here. */
export const KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Kinesis::Stream': stream,
  'AWS::S3::Bucket': bucket,
  'AWS::OpenSearchService::Domain': openSearchDomain,
  'AWS::SQS::Queue': queue,
  'AWS::SSM::Parameter': parameter,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Version': lambdaVersion,
  'AWS::Lambda::Alias': lambdaAlias,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::StepFunctions::StateMachine': stateMachine,
  'AWS::Events::Rule': rule,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
};
