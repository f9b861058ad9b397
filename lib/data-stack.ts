import { Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { pascal } from './naming.ts';
import { parameterName, type SharedName } from './parameters.ts';
import type { Stage } from './stages.ts';
import { Buckets } from './storage/buckets.ts';
import { ingestStream } from './storage/ingest-stream.ts';
import { SearchDomain } from './storage/search-domain.ts';
import { Tables } from './storage/tables.ts';

export interface DataStackProps extends StackProps {
  readonly stage: Stage;
}

/** All that holds data, apart from what runs: it is deployed seldom and protected by stage. */
export class DataStack extends Stack {
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { terminationProtection: props.stage.protected, ...props });
    this.stage = props.stage;
    this.shareTables(new Tables(this, 'Tables', this.stage));
    this.shareBuckets(new Buckets(this, 'Buckets', this.stage));
    this.share('ingest-stream-arn', ingestStream(this, 'IngestStream', this.stage).streamArn);
    const { search } = this.stage;
    if (search !== 'none') this.shareSearch(new SearchDomain(this, 'Search', this.stage, search));
  }

  private shareTables(tables: Tables): void {
    for (const [name, table] of tables.byName) this.share(`${name}-table`, table.tableName);
  }

  private shareBuckets({ archive, artefacts }: Buckets): void {
    this.share('archive-bucket', archive.bucketName);
    this.share('artefacts-bucket', artefacts.bucketName);
  }

  private shareSearch({ domain, clients }: SearchDomain): void {
    this.share('search-endpoint', domain.attrDomainEndpoint);
    this.share('search-domain', domain.ref);
    this.share('search-arn', domain.attrArn);
    if (clients) this.share('search-security-group', clients.attrGroupId);
  }

  private share(name: SharedName, stringValue: string): void {
    const parameterId = `${pascal(name)}Parameter`;
    new StringParameter(this, parameterId, { parameterName: parameterName(this.stage, name), stringValue });
  }
}
