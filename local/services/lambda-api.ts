import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world.ts';
import { ServiceError } from './operation.ts';

/** Lambda's Invoke, synchronous (RequestResponse), as an event (Event) or as a question whether it could be (DryRun). */
export async function invokeFunction(
  world: World,
  name: string,
  req: IncomingMessage,
  res: ServerResponse,
  body: string,
): Promise<void> {
  const type = String(req.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  const payload = body === '' ? '{}' : body;
  checkJson(payload);
  const pool = world.functions.find(name);
  if (type === 'DryRun') return answer(res, 204, '');
  if (type === 'Event') {
    res.setHeader('x-amzn-requestid', world.functions.invokeAsync(name, payload));
    return answer(res, 202, '');
  }
  if (type !== 'RequestResponse') {
    throw new ServiceError(
      'InvalidParameterValueException',
      `got the invocation type ${type}, allowed are RequestResponse, Event and DryRun`,
    );
  }
  const invoked = await pool.invoke(payload);
  res.setHeader('x-amzn-requestid', invoked.requestId);
  res.setHeader('x-amz-executed-version', '$LATEST');
  if (invoked.functionError !== undefined) res.setHeader('x-amz-function-error', invoked.functionError);
  answer(res, 200, invoked.payload);
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'could not parse request body into json');
  }
}

function answer(res: ServerResponse, status: number, body: string): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json');
  res.end(body === '' ? undefined : body);
}
