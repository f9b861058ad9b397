import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const CONNECTION_MS = 1000;
/** 5 MB in one call; a try that hangs longer is given up. */
const REQUEST_MS = 5000;
const TRIES = 3;

let client: KinesisClient | undefined;

/**
 * The process's client. HTTP/1 by a NodeHttpHandler: the SDK's default for Kinesis is HTTP/2, which
 * kinesalite does not speak, and the laptop shall run the code that AWS runs.
 */
export function kinesisClient(): KinesisClient {
  client ??= new KinesisClient({
    maxAttempts: TRIES,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
    }),
  });
  return client;
}
