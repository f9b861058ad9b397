import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalError } from './errors.ts';

/** Nothing here listens on anything but the loopback interface. */
export const LOOPBACK = '127.0.0.1';

/** Starts listening; port 0 takes any free one. Gives the port. */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new LocalError('PortInUse', `port ${port} is taken; choose another, or 0 for any free one`, error)
          : error,
      );
    server.once('error', refused);
    server.listen(port, LOOPBACK, () => {
      server.off('error', refused);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening, cuts what is still open, and waits until the port is free. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
