import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { TABLES, type TableName } from '../../contract/tables.ts';
import { pascal } from '../naming.ts';
import type { Stage } from '../stages.ts';

interface TableShape {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly timeToLive?: string;
}

/** Every table of contract/tables.ts: on demand, so that idle costs nothing, with point-in-time recovery. */
export class Tables extends Construct {
  readonly byName: ReadonlyMap<TableName, Table>;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const shapes = Object.entries(TABLES) as [TableName, TableShape][];
    this.byName = new Map(shapes.map(([name, shape]) => [name, this.table(name, shape, stage)]));
  }

  private table(name: TableName, shape: TableShape, stage: Stage): Table {
    return new Table(this, pascal(name), {
      partitionKey: { name: shape.partitionKey, type: AttributeType.STRING },
      ...(shape.sortKey === undefined
        ? {}
        : { sortKey: { name: shape.sortKey, type: AttributeType.STRING } }),
      ...(shape.timeToLive === undefined ? {} : { timeToLiveAttribute: shape.timeToLive }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.protected,
      removalPolicy: stage.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
