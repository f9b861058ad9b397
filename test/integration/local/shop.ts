import { arnOf, type FixtureStack, lambda, type Resources } from './fixture.ts';

const route = (key: string, integration: string): Resources[string] => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    AuthorizationType: 'NONE',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] },
  },
});

/** Bundles of the fixture: small functions that use nothing but Node. */
export const bundles = {
  hello: `export const handler = async (event, context) => {
    if (event.rawPath === '/boom') throw new TypeError('boom');
    if (event.rawPath === '/bad') return { statusCode: 'soon' };
    if (event.rawPath === '/plain') return 'just text';
    if (event.rawPath === '/slow') await new Promise((resolve) => setTimeout(resolve, 300));
    if (event.rawPath === '/large') return { statusCode: 200, body: 'x'.repeat(7 * 1024 * 1024) };
    if (event.rawPath === '/binary') return { statusCode: 200, headers: { 'Content-Type': 'image/png' }, body: Buffer.from([1, 2, 255]).toString('base64'), isBase64Encoded: true };
    console.log(JSON.stringify({ level: 'INFO', message: 'hello', path: event.rawPath, service: 'shop' }));
    console.log(JSON.stringify({ _aws: { Timestamp: 1 }, Calls: 1 }));
    return { statusCode: 201, headers: { 'X-Own': 'yes', 'content-type': 'application/json' }, cookies: ['a=1', 'b=2'], body: JSON.stringify({ event, env: process.env, pid: process.pid, left: context.getRemainingTimeInMillis(), name: context.functionName }) };
  };`,
  consume: `export const handler = async ({ Records }) => {
    const bodies = Records.map((record) => Buffer.from(record.kinesis.data, 'base64').toString());
    console.log('saw ' + bodies.map((body) => JSON.parse(body).id).join(','));
    const bad = Records.find((record) => JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString()).poison);
    if (bodies.some((body) => JSON.parse(body).crash)) throw new Error('cannot take this batch');
    console.log('record ' + JSON.stringify(Records[0]));
    return { batchItemFailures: bad ? [{ itemIdentifier: bad.kinesis.sequenceNumber }] : [] };
  };`,
  step: `let calls = 0; export const handler = async (input) => {
    calls += 1;
    if (input.fail === 'always') throw Object.assign(new Error('never works'), { name: 'Hopeless' });
    if (input.fail === 'once' && calls === 1) throw Object.assign(new Error('try again'), { name: 'Flaky' });
    if (input.large) return { text: 'x'.repeat(300 * 1024) };
    if (input.wait) await new Promise((resolve) => setTimeout(resolve, input.wait));
    return { doubled: (input.n ?? 0) * 2 };
  };`,
  ended: `export const handler = async (event) => { console.log('ended ' + JSON.stringify(event)); if (event.fail) throw new Error('cannot take the end'); };`,
  busy: `export const handler = async ({ ms = 0, hog, spin, exit }) => {
    if (exit) process.exit(3);
    if (spin) for (;;);
    const held = []; while (hog) { held.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise((resolve) => setTimeout(resolve, 10)); }
    await new Promise((resolve) => setTimeout(resolve, ms)); return { pid: process.pid };
  };`,
  heap: `export const handler = async () => { const held = []; for (;;) held.push({ text: String(Math.random()).repeat(50) }); };`,
  broken: `import './not-there.mjs'; export const handler = async () => 1;`,
};

const definition = JSON.stringify({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Step',
        States: {
          Step: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of CloudFormation
            Parameters: { FunctionName: '${Step}', 'Payload.$': '$' },
            OutputPath: '$.Payload',
            Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, MaxAttempts: 2 }],
            End: true,
          },
        },
      },
      ResultPath: '$.results',
      Catch: [{ ErrorEquals: ['Hopeless'], ResultPath: '$.problem', Next: 'GiveUp' }],
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
    GiveUp: { Type: 'Fail', Error: 'GaveUp', CausePath: '$.problem.Cause' },
  },
});

/** A stack of storage, which the second refers to by an SSM parameter and an export. */
export const data: FixtureStack = {
  resources: {
    Items: {
      Type: 'AWS::DynamoDB::Table',
      Metadata: { 'aws:cdk:path': 'Data/Items/Resource' },
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    },
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1, RetentionPeriodHours: 168 } },
    Archive: {
      Type: 'AWS::S3::Bucket',
      Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['PUT'] }] } },
    },
    StreamName: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/shop/stream', Type: 'String', Value: { Ref: 'Stream' } },
    },
  },
  outputs: { Table: { Value: { Ref: 'Items' }, Export: { Name: 'shop-items' } } },
};

export const app: FixtureStack = {
  dependsOn: ['Data'],
  parameters: {
    BootstrapVersion: {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/cdk-bootstrap/hnb659fds/version',
    },
    Stream: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/stream' },
  },
  resources: {
    Hello: lambda('hello', {
      Environment: { Variables: { TABLE: { 'Fn::ImportValue': 'shop-items' }, MACHINE: { Ref: 'Machine' } } },
    }),
    Consume: lambda('consume'),
    Step: lambda('step', { ReservedConcurrentExecutions: 5 }),
    Ended: lambda('ended'),
    Busy: lambda('busy', { Timeout: 2 }),
    Heap: lambda('heap', { Timeout: 30 }),
    Broken: lambda('broken'),
    Failed: {
      Type: 'AWS::SQS::Queue',
      Metadata: { 'aws:cdk:path': 'App/Failed/Resource' },
      Properties: { SqsManagedSseEnabled: true },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { Whatever: true } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Consume' },
        EventSourceArn: {
          'Fn::Join': [
            '',
            [
              'arn:aws:kinesis:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':stream/',
              { Ref: 'Stream' },
            ],
          ],
        },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: {
          Filters: [{ Pattern: JSON.stringify({ data: { kind: [{ 'anything-but': 'noise' }] } }) }],
        },
        DestinationConfig: { OnFailure: { Destination: arnOf('Failed') } },
      },
    },
    EndedAsync: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Ended' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: arnOf('Failed') } },
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Metadata: { 'aws:cdk:path': 'App/Machine/Resource' },
      Properties: {
        RoleArn: arnOf('Role'),
        DefinitionString: { 'Fn::Sub': [definition, { Step: arnOf('Step') }] },
      },
    },
    OnEnd: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.states'],
          detail: {
            stateMachineArn: [{ Ref: 'Machine' }],
            status: ['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT'],
          },
        },
        State: 'ENABLED',
        Targets: [
          {
            Id: 'T0',
            Arn: arnOf('Ended'),
            InputTransformer: {
              InputPathsMap: { s: '$.detail.status', n: '$.detail.name' },
              InputTemplate: '{"status":<s>,"text":"run <n>"}',
            },
          },
        ],
      },
    },
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: 'shop',
        ProtocolType: 'HTTP',
        CorsConfiguration: {
          AllowOrigins: ['https://shop.example'],
          AllowMethods: ['GET'],
          AllowHeaders: ['x-api-key'],
          MaxAge: 60,
        },
      },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Api' },
        StageName: '$default',
        AutoDeploy: true,
        RouteSettings: { 'GET /limited': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 } },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Hello'),
        PayloadFormatVersion: '2.0',
      },
    },
    Root: route('ANY /{proxy+}', 'Integration'),
    Item: route('GET /items/{itemId}', 'Integration'),
    Limited: route('GET /limited', 'Integration'),
  },
  outputs: {
    Url: {
      Value: {
        'Fn::Join': [
          '',
          [
            'https://',
            { Ref: 'Api' },
            '.execute-api.',
            { Ref: 'AWS::Region' },
            '.',
            { Ref: 'AWS::URLSuffix' },
            '/',
          ],
        ],
      },
    },
    Stream: { Value: { Ref: 'Stream' } },
  },
};
