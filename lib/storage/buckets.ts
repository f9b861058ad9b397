import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EXPORT_DAYS, exportsPrefix } from '../../contract/exports.ts';
import { REPLAY_DAYS, replaysPrefix } from '../../contract/replays.ts';
import {
  archivedEventsPrefix,
  countsPrefix,
  freshPrefix,
  modelsPrefix,
  popularityPrefix,
  preparedPrefix,
  runsPrefix,
  stampsPrefix,
} from '../../contract/storage-keys.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stages.ts';

/** A run's working files are read by its own steps; a week is time to look at what went wrong. */
const RUN_DAYS = 7;
/** Counts of pairs that no run has kept anew for so long are counted in full again, or belong to a shop that gave incremental runs up. */
const COUNT_DAYS = 30;
/** An upload that broke off is billed until somebody ends it. */
const UPLOAD_DAYS = 7;
/** An outside producer that overwrote a model's files by mistake has a week to notice. */
const OVERWRITTEN_DAYS = 7;

/** What is made anew every minute: a day of its past would be a thousand files each. */
const MINUTELY = [
  popularityPrefix,
  freshPrefix,
  countsPrefix,
  `${modelsPrefix}popular/`,
  `${modelsPrefix}trending/`,
  `${modelsPrefix}together-fresh`,
];
const minutely = (prefix: string) => ({
  id: `replaced ${prefix}`,
  prefix,
  noncurrentVersionExpiration: Duration.days(1),
});

const expiry = (prefix: string, days: number) => ({ id: prefix, prefix, expiration: Duration.days(days) });
const brokenUploads = {
  id: 'broken-uploads',
  abortIncompleteMultipartUploadAfter: Duration.days(UPLOAD_DAYS),
};

/** The archive of events, and the artefacts of batch runs. */
export class Buckets extends Construct {
  readonly archive: Bucket;
  readonly artefacts: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    // Not versioned: a deleted user's last trace ends with the expiry of events/, not with that of its versions.
    this.archive = this.bucket('Archive', stage, {
      lifecycleRules: [expiry(archivedEventsPrefix, stage.archiveDays), brokenUploads],
    });
    this.artefacts = this.bucket('Artefacts', stage, {
      versioned: true,
      lifecycleRules: [
        expiry(runsPrefix, RUN_DAYS),
        { ...expiry(exportsPrefix, EXPORT_DAYS), noncurrentVersionExpiration: Duration.days(1) },
        expiry(countsPrefix, COUNT_DAYS),
        { ...expiry(replaysPrefix, REPLAY_DAYS), noncurrentVersionExpiration: Duration.days(1) },
        expiry(preparedPrefix, stage.archiveDays),
        expiry(stampsPrefix, stage.archiveDays),
        expiry(modelsPrefix, stage.modelDays),
        ...MINUTELY.map(minutely),
        { id: 'overwritten', noncurrentVersionExpiration: Duration.days(OVERWRITTEN_DAYS) },
        brokenUploads,
      ],
    });
    acknowledge(this, {
      'AwsSolutions-S1':
        'only our functions and their presigned URLs reach the buckets, and log each request themselves; access logs would be a third bucket',
    });
  }

  private bucket(id: string, stage: Stage, props: BucketProps): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: stage.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...props,
    });
  }
}
