// The runtime of one function instance: a child process that loads a bundle and serves one invocation at a time.
// It must run from anywhere with nothing but Node, and must never outlive its parent.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const send = process.send.bind(process);
const exit = process.exit.bind(process);
process.on('disconnect', () => exit(0));
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group: the parent decides when instances end
delete process.send;

// Lambda's console marks each line with its level; JSON (which may be metrics) stays as it is.
const LEVELS = { debug: 'DEBUG', trace: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' };
for (const [method, level] of Object.entries(LEVELS)) {
  console[method] = (...values) => {
    const text = format(...values);
    process.stdout.write(text.startsWith('{') ? `${text}\n` : `\u0001${level} ${text}\n`);
  };
}

let current;

const describe = (error, type) => ({
  errorType: type ?? (error instanceof Error ? error.name : typeof error),
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error ? String(error.stack).split('\n') : [],
});

function die(type) {
  return (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    send(
      { type: current === undefined ? 'init-error' : 'error', id: current, error: describe(error, type) },
      () => exit(128),
    );
  };
}
process.on('uncaughtException', die());
process.on('unhandledRejection', die('Runtime.UnhandledPromiseRejection'));

async function loadHandler() {
  const handler = process.env._HANDLER;
  const dot = handler.lastIndexOf('.');
  const base = join(process.env.LAMBDA_TASK_ROOT, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
  if (file === undefined)
    throw named('Runtime.ImportModuleError', `cannot find module '${handler.slice(0, dot)}'`);
  const module = await import(pathToFileURL(file).href);
  const name = handler.slice(dot + 1);
  const found = module[name] ?? module.default?.[name];
  if (typeof found !== 'function')
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return found;
}

const named = (name, message) => Object.assign(new Error(message), { name });

function contextOf({ id, deadline, arn }) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: arn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: id,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function call(handler, event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
  });
}

async function serve(handler, message) {
  current = message.id;
  let answer;
  try {
    const result = await call(handler, JSON.parse(message.payload), contextOf(message));
    answer = { type: 'done', id: message.id, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    process.stderr.write(`Invoke Error ${error instanceof Error ? error.stack : String(error)}\n`);
    answer = { type: 'error', id: message.id, error: describe(error) };
  }
  // the streams go first, so that log lines stand before the end of their invocation
  await flush(process.stdout);
  await flush(process.stderr);
  current = undefined;
  send(answer);
}

const flush = (stream) => new Promise((resolve) => stream.write('', resolve));

try {
  const handler = await loadHandler();
  process.on('message', (message) => serve(handler, message));
  send({ type: 'ready' });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  send(
    {
      type: 'init-error',
      error: describe(
        error,
        error instanceof SyntaxError
          ? 'Runtime.UserCodeSyntaxError'
          : error?.code === 'ERR_MODULE_NOT_FOUND'
            ? 'Runtime.ImportModuleError'
            : undefined,
      ),
    },
    () => exit(1),
  );
}
