import { createServer } from 'node:net';

/** A URL on loopback that refuses every connection: nothing listens on its port. */
export async function refusingUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return `http://127.0.0.1:${address.port}`;
}

/** A URL whose name no resolver knows; RFC 2606 reserves its top-level domain for that. */
export const UNKNOWN_HOST_URL = 'http://upstream.invalid';
