import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * In the request path a call that hangs must end while the caller can still be answered: 4 tries of 3 s
 * with the SDK's back-off stay below half of the 30 s that API Gateway waits.
 */
const CONNECTION_MS = 1000;
const REQUEST_MS = 3000;
const TRIES = 4;
/** A bulk write of 500 items, or 32 actors of several rows, at once; more than that only queues. */
const SOCKETS = 64;

let client: DynamoDBClient | undefined;

/** The process's client. The endpoint comes by the SDK's own variables (AWS_ENDPOINT_URL_DYNAMODB). */
export function dynamoClient(): DynamoDBClient {
  if (client) return client;
  client = new DynamoDBClient({
    maxAttempts: TRIES,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    }),
  });
  // It copies every request and answer for a log that nobody keeps.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
