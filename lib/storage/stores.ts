import { Stack } from 'aws-cdk-lib';
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { type IStream, Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { TABLES, type TableName } from '../../contract/tables.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import { parameterName, type SharedName } from '../parameters.ts';
import type { Stage } from '../stages.ts';
import type { SharedSearch } from './search-access.ts';

/**
 * read: look-ups, never a scan. scan: those, and scans. write: look-ups, and writes. secret: look-ups, and the first making of a signing
 * secret; the API keys in the same table stay out of reach.
 */
export type TableAccess = 'read' | 'scan' | 'write' | 'secret';

const LOOK_UPS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
/** Partition keys of signing secrets (contract/tables.ts). */
const SECRET_KEYS = 'secret#*';

/** What a function may do with a bucket: objects by prefix; `['']` is all of them. */
export interface BucketAccess {
  readonly read?: readonly string[];
  readonly put?: readonly string[];
  readonly remove?: readonly string[];
}

/** The data stack's stores, as the app stack knows them: by SSM parameters. Binding one grants and names it. */
export class Stores extends Construct {
  readonly ingestStream: IStream;
  /** Undefined with `search: none`. */
  readonly search: SharedSearch | undefined;
  private readonly stage: Stage;
  private readonly tables: ReadonlyMap<TableName, ITable>;
  private readonly buckets: Readonly<Record<'archive' | 'artefacts', IBucket>>;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.stage = stage;
    const names = Object.keys(TABLES) as TableName[];
    this.tables = new Map(names.map((name) => [name, this.table(name)]));
    this.buckets = { archive: this.bucket('archive'), artefacts: this.bucket('artefacts') };
    this.ingestStream = Stream.fromStreamArn(this, 'ingest-stream', this.shared('ingest-stream-arn'));
    this.search = this.sharedSearch(stage);
  }

  /** Lets a function reach a table, and tells it the table's name. */
  bindTable(fn: JangteoFunction, name: TableName, access: TableAccess): void {
    const table = this.tables.get(name) as ITable;
    const more = { read: [], secret: [], write: WRITES, scan: ['dynamodb:Scan'] };
    table.grant(fn, ...LOOK_UPS, ...more[access]);
    if (access === 'secret') {
      const first = Grant.addToPrincipal({
        grantee: fn,
        actions: ['dynamodb:PutItem'],
        resourceArns: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [SECRET_KEYS] } },
      });
      first.assertSuccess();
    }
    fn.setEnvironment(`${name}Table`, table.tableName);
  }

  /** Lets a function reach a bucket's prefixes, and tells it the bucket's name. */
  bindBucket(fn: JangteoFunction, name: 'archive' | 'artefacts', access: BucketAccess): void {
    const bucket = this.buckets[name];
    const { read = [], put = [], remove = [] } = access;
    this.grantObjects(fn, bucket, ['s3:GetObject'], read);
    this.grantObjects(fn, bucket, ['s3:PutObject'], put);
    this.grantObjects(fn, bucket, ['s3:DeleteObject'], remove);
    // Without it S3 answers "access denied" for an object that does not exist.
    if (read.length > 0) this.grant(fn, ['s3:ListBucket'], [bucket.bucketArn]);
    fn.setEnvironment(`${name}Bucket`, bucket.bucketName);
  }

  /** Lets a function put records on the ingest stream. */
  bindStream(fn: JangteoFunction): void {
    this.grant(fn, ['kinesis:PutRecord', 'kinesis:PutRecords'], [this.ingestStream.streamArn]);
    fn.setEnvironment('ingestStream', this.ingestStream.streamName);
  }

  private grantObjects(
    fn: JangteoFunction,
    bucket: IBucket,
    actions: string[],
    prefixes: readonly string[],
  ): void {
    if (prefixes.length === 0) return;
    const arns = prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    this.grant(fn, actions, arns);
    acknowledgeWildcards(fn, arns, 'keys below this prefix are made at run time (contract/storage-keys.ts)');
  }

  private grant(grantee: JangteoFunction, actions: string[], resourceArns: string[]): void {
    Grant.addToPrincipal({ grantee, actions, resourceArns }).assertSuccess();
  }

  private table(name: TableName): ITable {
    return Table.fromTableName(this, `${name}-table`, this.shared(`${name}-table`));
  }

  private bucket(name: 'archive' | 'artefacts'): IBucket {
    return Bucket.fromBucketName(this, `${name}-bucket`, this.shared(`${name}-bucket`));
  }

  private sharedSearch({ search, network }: Stage): SharedSearch | undefined {
    if (search === 'none') return undefined;
    return {
      size: search,
      endpoint: this.shared('search-endpoint'),
      domain: this.shared('search-domain'),
      arn: this.shared('search-arn'),
      place:
        network === 'public-endpoint'
          ? undefined
          : { ...network, securityGroup: this.shared('search-security-group') },
    };
  }

  private shared(name: SharedName): string {
    return StringParameter.valueForStringParameter(Stack.of(this), parameterName(this.stage, name));
  }
}
