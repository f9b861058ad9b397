/**
 * THE list of what has no meaning on a laptop, each with the reason. A resource type or a property that is
 * neither here nor implemented is an error at start: nothing is passed over in silence.
 */

const ACCESS = 'nobody else can reach the laptop; access is not checked';
const WATCHING = 'nobody is paged by a laptop; logs go to the terminal';
const AT_REST = 'encryption at rest is the disk’s business';
const LABELS = 'labels cost and ownership only';
const TRACES = 'there is no X-Ray to send traces to';
const BACKUP = 'state is a folder that can be copied, or is thrown away at the end';
const AGEING = 'a laptop’s storage is not billed by age';
const DEPLOYMENT = 'a helper of the deployment itself, which does not take place';
const CAPACITY = 'capacity is not provisioned or billed here';

export const MEANINGLESS_TYPES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': ACCESS,
  'AWS::IAM::Policy': ACCESS,
  'AWS::IAM::ManagedPolicy': ACCESS,
  'AWS::Lambda::Permission': ACCESS,
  'AWS::S3::BucketPolicy': ACCESS,
  'AWS::SQS::QueuePolicy': ACCESS,
  'AWS::SNS::TopicPolicy': ACCESS,
  'AWS::SecretsManager::ResourcePolicy': ACCESS,
  'AWS::Kinesis::ResourcePolicy': ACCESS,
  'AWS::Logs::LogGroup': WATCHING,
  'AWS::Logs::LogStream': WATCHING,
  'AWS::Logs::MetricFilter': WATCHING,
  'AWS::Logs::SubscriptionFilter': WATCHING,
  'AWS::Logs::ResourcePolicy': WATCHING,
  'AWS::Logs::QueryDefinition': WATCHING,
  'AWS::CloudWatch::Alarm': WATCHING,
  'AWS::CloudWatch::CompositeAlarm': WATCHING,
  'AWS::CloudWatch::AnomalyDetector': WATCHING,
  'AWS::CloudWatch::Dashboard': WATCHING,
  'AWS::SNS::Topic': 'topics carry alarms only; a function that publishes gets an error',
  'AWS::SNS::Subscription': 'topics carry alarms only',
  'AWS::Scheduler::ScheduleGroup': LABELS,
  'AWS::Budgets::Budget': 'a laptop costs nothing by the hour',
  'AWS::XRay::Group': TRACES,
  'AWS::KMS::Key': AT_REST,
  'AWS::KMS::Alias': AT_REST,
  'AWS::CDK::Metadata': DEPLOYMENT,
  'Custom::S3AutoDeleteObjects': DEPLOYMENT,
  'Custom::LogRetention': DEPLOYMENT,
  'AWS::ApplicationAutoScaling::ScalableTarget': CAPACITY,
  'AWS::ApplicationAutoScaling::ScalingPolicy': CAPACITY,
};

const EVERYWHERE = { Tags: LABELS };

const TABLE = {
  'SSESpecification.**': AT_REST,
  'PointInTimeRecoverySpecification.**': BACKUP,
  'ContributorInsightsSpecification.**': WATCHING,
  DeletionProtectionEnabled: 'tables are not deleted while running',
  'TimeToLiveSpecification.**':
    'expired items stay, as they may on AWS for days; readers must treat expired as gone',
  TableClass: CAPACITY,
  'WarmThroughput.**': CAPACITY,
  'OnDemandThroughput.**': CAPACITY,
  'ProvisionedThroughput.**': CAPACITY,
  'ResourcePolicy.**': ACCESS,
};

export const MEANINGLESS_PROPERTIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': EVERYWHERE,
  'AWS::DynamoDB::Table': {
    ...TABLE,
    BillingMode: CAPACITY,
    'GlobalSecondaryIndexes.ProvisionedThroughput.**': CAPACITY,
    'GlobalSecondaryIndexes.OnDemandThroughput.**': CAPACITY,
    'GlobalSecondaryIndexes.WarmThroughput.**': CAPACITY,
    'GlobalSecondaryIndexes.ContributorInsightsSpecification.**': WATCHING,
  },
  'AWS::DynamoDB::GlobalTable': {
    ...TABLE,
    BillingMode: CAPACITY,
    'Replicas.**': 'one laptop is one region; per-replica settings are backup, capacity and labels',
    'WriteProvisionedThroughputSettings.**': CAPACITY,
    'WriteOnDemandThroughputSettings.**': CAPACITY,
    'ReadOnDemandThroughputSettings.**': CAPACITY,
    'GlobalSecondaryIndexes.WriteOnDemandThroughputSettings.**': CAPACITY,
    'GlobalSecondaryIndexes.WriteProvisionedThroughputSettings.**': CAPACITY,
    'GlobalSecondaryIndexes.ReadOnDemandThroughputSettings.**': CAPACITY,
    'GlobalSecondaryIndexes.WarmThroughput.**': CAPACITY,
  },
  'AWS::Kinesis::Stream': { 'StreamEncryption.**': AT_REST, DesiredShardLevelMetrics: WATCHING },
  'AWS::S3::Bucket': {
    'BucketEncryption.**': AT_REST,
    'LifecycleConfiguration.**': AGEING,
    'IntelligentTieringConfigurations.**': AGEING,
    'PublicAccessBlockConfiguration.**': ACCESS,
    'OwnershipControls.**': ACCESS,
    AccessControl: ACCESS,
    'VersioningConfiguration.**':
      'only the current version of an object is kept here, and reads ask for no other',
    'ObjectLockConfiguration.**': BACKUP,
    ObjectLockEnabled: BACKUP,
    'LoggingConfiguration.**': WATCHING,
    'MetricsConfigurations.**': WATCHING,
    'InventoryConfigurations.**': WATCHING,
  },
  'AWS::Lambda::Function': {
    Role: ACCESS,
    Description: LABELS,
    'Architectures.**': 'functions run on the processor that is there',
    'TracingConfig.**': TRACES,
    'LoggingConfig.**': WATCHING,
    KmsKeyArn: AT_REST,
    'EphemeralStorage.**': 'functions share the temporary directory of the laptop',
    'SnapStart.**': 'functions start from their bundle',
    'RuntimeManagementConfig.**': 'the runtime is this Node',
    RecursiveLoop: 'no loop detection here',
    'DeadLetterConfig.**': 'superseded by EventInvokeConfig, which is implemented',
  },
  'AWS::Lambda::Version': {
    Description: LABELS,
    'ProvisionedConcurrencyConfig.**': CAPACITY,
    CodeSha256: DEPLOYMENT,
  },
  'AWS::Lambda::Alias': { Description: LABELS, 'ProvisionedConcurrencyConfig.**': CAPACITY },
  'AWS::Lambda::EventSourceMapping': {
    'MetricsConfig.**': WATCHING,
    KmsKeyArn: AT_REST,
    'LoggingConfig.**': WATCHING,
  },
  'AWS::OpenSearchService::Domain': {
    'ClusterConfig.**': CAPACITY,
    'EBSOptions.**': CAPACITY,
    'OffPeakWindowOptions.**': 'the engine is not serviced while it runs',
    'SoftwareUpdateOptions.**': 'the engine is not serviced while it runs',
    'EncryptionAtRestOptions.**': AT_REST,
    'NodeToNodeEncryptionOptions.**': 'there is one node',
    'DomainEndpointOptions.**': ACCESS,
    'AccessPolicies.**': ACCESS,
    'AdvancedSecurityOptions.**': ACCESS,
    'VPCOptions.**': ACCESS,
    IPAddressType: 'the engine is on loopback only',
    'AdvancedOptions.**': 'the embedded engine has none of these limits',
    'LogPublishingOptions.**': WATCHING,
  },
  'AWS::SQS::Queue': {
    KmsMasterKeyId: AT_REST,
    KmsDataKeyReusePeriodSeconds: AT_REST,
    SqsManagedSseEnabled: AT_REST,
    MessageRetentionPeriod: AGEING,
    VisibilityTimeout: 'queues are failure destinations that people and tests read; nothing consumes them',
    ReceiveMessageWaitTimeSeconds:
      'queues are failure destinations that people and tests read; nothing consumes them',
    'RedrivePolicy.**': 'queues are failure destinations that people and tests read; nothing consumes them',
    'RedriveAllowPolicy.**': ACCESS,
  },
  'AWS::StepFunctions::StateMachine': {
    RoleArn: ACCESS,
    'LoggingConfiguration.**': 'the history of an execution is kept whole',
    'TracingConfiguration.**': TRACES,
    'EncryptionConfiguration.**': AT_REST,
  },
  'AWS::Events::Rule': {
    RoleArn: ACCESS,
    Description: LABELS,
    'Targets.RoleArn': ACCESS,
    'Targets.RetryPolicy.**': 'an event does not get lost on its way to a local target',
    'Targets.DeadLetterConfig.**': 'an event does not get lost on its way to a local target',
  },
  'AWS::Scheduler::Schedule': {
    Description: LABELS,
    KmsKeyArn: AT_REST,
    GroupName: LABELS,
    'FlexibleTimeWindow.**': 'schedules fire at the exact time, which is within any window',
    'Target.RoleArn': ACCESS,
    'Target.RetryPolicy.**': 'an event does not get lost on its way to a local target',
    'Target.DeadLetterConfig.**': 'an event does not get lost on its way to a local target',
  },
  'AWS::ApiGatewayV2::Api': {
    Description: LABELS,
    Version: LABELS,
    DisableExecuteApiEndpoint: ACCESS,
    IpAddressType: 'the API is on loopback only',
  },
  'AWS::ApiGatewayV2::Stage': {
    'AccessLogSettings.**': WATCHING,
    'DefaultRouteSettings.DetailedMetricsEnabled': WATCHING,
    'RouteSettings.*.DetailedMetricsEnabled': WATCHING,
    Description: LABELS,
    DeploymentId: DEPLOYMENT,
  },
  'AWS::ApiGatewayV2::Route': { OperationName: LABELS },
  'AWS::ApiGatewayV2::Integration': { CredentialsArn: ACCESS, Description: LABELS },
  'AWS::SSM::Parameter': {
    Description: LABELS,
    Tier: CAPACITY,
    AllowedPattern: 'the value was checked when synthesized',
    Policies: AGEING,
  },
  'AWS::SecretsManager::Secret': { Description: LABELS, KmsKeyId: AT_REST, 'ReplicaRegions.**': BACKUP },
};

/** The patterns of properties of a type that are passed over. */
export function meaninglessProperties(type: string): string[] {
  return [...Object.keys(EVERYWHERE), ...Object.keys(MEANINGLESS_PROPERTIES[type] ?? {})];
}
