import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const CONNECTION_MS = 1000;
/** Archive files are tens of megabytes at most: 30 s is a line of 10 Mbit/s. */
const REQUEST_MS = 30_000;
/** A body that stops coming: the read fails instead of waiting for the function's end. */
const SILENCE_MS = 20_000;
const TRIES = 4;
const SOCKETS = 64;

let client: S3Client | undefined;

/**
 * The process's client. The endpoint comes by the SDK's own variables (AWS_ENDPOINT_URL_S3).
 * Checksums only where S3 asks for them: by default a presigned PUT would carry the checksum of an empty
 * body, and S3 would refuse every upload.
 */
export function s3Client(): S3Client {
  client ??= new S3Client({
    maxAttempts: TRIES,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
      socketTimeout: SILENCE_MS,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    }),
  });
  return client;
}
