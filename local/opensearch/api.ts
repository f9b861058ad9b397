import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../errors.ts';
import type { SearchEngine } from './engine.ts';
import { errorBody, invalid, SearchError, unsupported } from './errors.ts';
import type { ApiAnswer } from './request.ts';
import { ROUTES } from './routes.ts';

/** `http.max_content_length`. */
const LARGEST = 100 * 1024 * 1024;
/** Parameters that only change how an answer looks, or say who asks. */
const HARMLESS = ['pretty', 'human', 'error_trace'];

/** Answers one HTTP request to the engine. Never throws: what goes wrong is an answer. */
export async function serveSearch(
  engine: SearchEngine,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  let answer: ApiAnswer;
  try {
    answer = answerOf(engine, req, await readBody(req));
  } catch (error) {
    answer = failed(error);
  }
  const text = JSON.stringify(answer.body);
  res.statusCode = answer.status;
  res.setHeader('content-type', 'application/json; charset=UTF-8');
  res.setHeader('content-length', Buffer.byteLength(text));
  res.end(req.method === 'HEAD' ? undefined : text);
}

function answerOf(engine: SearchEngine, req: IncomingMessage, body: string): ApiAnswer {
  const { pathname, searchParams: parameters } = new URL(req.url ?? '/', 'http://engine');
  const method = req.method ?? 'GET';
  const fitting = ROUTES.flatMap((route) => {
    const parts = partsOf(route.path, pathname);
    return parts === undefined ? [] : [{ route, parts }];
  });
  const found = fitting.find(({ route }) => route.methods.includes(method));
  if (found === undefined) throw unsupported(`${method} ${pathname}`);
  const { route, parts } = found;
  const unknown = [...parameters.keys()].find((key) => ![...route.parameters, ...HARMLESS].includes(key));
  if (unknown !== undefined)
    throw invalid(`request [${pathname}] contains unrecognized parameter: [${unknown}]`);
  return route.answer({ engine, parameters, body, parts });
}

/** What `*` stands for in a path; undefined when the path is another. Names do not begin with `_`. */
function partsOf(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const open: string[] = [];
  for (const [at, part] of given.entries()) {
    if (wanted[at] === '*' && part !== '' && (at > 1 || !part.startsWith('_')))
      open.push(decodeURIComponent(part));
    else if (wanted[at] !== part) return undefined;
  }
  return open;
}

function failed(error: unknown): ApiAnswer {
  if (error instanceof SearchError) return { status: error.status, body: errorBody(error) };
  const known = new SearchError(500, 'exception', messageOf(error));
  return { status: known.status, body: errorBody(known) };
}

async function readBody(req: IncomingMessage): Promise<string> {
  if (req.headers['content-encoding'] !== undefined)
    throw unsupported(`bodies in the content encoding [${req.headers['content-encoding']}]`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST)
      throw new SearchError(413, 'content_too_long_exception', `the body is longer than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
