/** What Lambda answers in place of a result. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** The outcome of an invocation: a payload as JSON, and whether it is an error. */
export interface Invoked {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: 'Unhandled';
}

/** An error of the Lambda service itself, as opposed to one of a function. */
export class LambdaServiceError extends Error {
  readonly status: number;
  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const throttled = (name: string) =>
  new LambdaServiceError('TooManyRequestsException', `rate exceeded for function ${name}`, 429);

export const tooLarge = (size: number, limit: number) =>
  new LambdaServiceError(
    'RequestTooLargeException',
    `${size} byte payload is too large, allowed are ${limit} bytes`,
    413,
  );

export const noSuchFunction = (name: string) =>
  new LambdaServiceError('ResourceNotFoundException', `function not found: ${name}`, 404);

export function failed(requestId: string, error: FunctionError): Invoked {
  return { requestId, payload: JSON.stringify(error), functionError: 'Unhandled' };
}

export function timedOut(requestId: string, seconds: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

export function outOfMemory(requestId: string): FunctionError {
  return {
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

export function exited(requestId: string, code: number | null, signal: string | null): FunctionError {
  const how = signal === null ? `exit status ${code}` : `signal: ${signal.toLowerCase()}`;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
  };
}
