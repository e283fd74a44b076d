import { createServer } from 'node:net';
import { ConfigError } from '../config/config-error.ts';

/**
 * A port that is free at this moment. Workers that come later must find the same one as the first,
 * though nobody listens there any more.
 *
 * @throws ConfigError when the host is none of this machine.
 */
export function findFreePort(host: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', ({ message }) => {
      reject(new ConfigError(`Cannot listen on ${host}: ${message}`));
    });
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
