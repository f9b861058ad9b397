import { createServer } from 'node:net';
import { CliError } from '../errors.ts';

/** @throws CliError when somebody else listens on the port, or we may not */
export async function ensureFree(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
    const remedy = 'choose another with PORT=… or `npm start -- --port N`';
    throw new CliError('port-in-use', `port ${port} on 127.0.0.1 ${reason}; ${remedy}`, { cause: error });
  });
  await new Promise((resolve) => server.close(resolve));
}
