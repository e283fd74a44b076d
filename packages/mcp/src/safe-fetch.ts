import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { OfoxError } from '@ofoxai/core';
import { isPublicAddress } from './public-address.ts';

/** How names are resolved and connections made; passed in by tests. */
export interface Network {
  resolve(hostname: string): Promise<string[]>;
  /** Asks for a page from a server at this address, which the URL's name need not lead to any more. */
  open(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage>;
}

const MOST_REDIRECTS = 3;
const TIMEOUT_MS = 20_000;

/**
 * Fetches from the public internet over `https`. Each name is resolved once, each of its addresses
 * is checked, and the connection is made to an address that was checked, so that neither a redirect
 * nor a name server that changes its mind leads into a private network.
 *
 * @throws OfoxError of kind `invalid_request` that names `param`.
 */
export async function safeFetch(
  address: string,
  { param, maxBytes, signal }: { param: string; maxBytes: number; signal: AbortSignal },
  network: Network = publicNetwork,
): Promise<Uint8Array> {
  const refuse = (why: string) => new OfoxError('invalid_request', `${param}: ${why}`, { param });
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  let url = new URL(address);
  for (let redirects = 0; ; redirects++) {
    if (url.protocol !== 'https:') throw refuse('only https addresses are fetched.');
    if (url.username !== '' || url.password !== '') {
      throw refuse('an address must not hold a user name or password.');
    }
    const response = await open(url, network, deadline, refuse);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      if (redirects >= MOST_REDIRECTS) throw refuse('it redirects too often.');
      if (!URL.canParse(headers.location, url.href))
        throw refuse('it redirects to no valid address.');
      url = new URL(headers.location, url);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw refuse(`the server answered with status ${statusCode}.`);
    }
    return readBody(response, maxBytes, refuse);
  }
}

async function open(
  url: URL,
  network: Network,
  signal: AbortSignal,
  refuse: (why: string) => OfoxError,
): Promise<IncomingMessage> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: string[];
  try {
    addresses = isIP(hostname) ? [hostname] : await network.resolve(hostname);
  } catch {
    throw refuse(`the name ${hostname} cannot be resolved.`);
  }
  const [first] = addresses;
  // One private address among several is reason enough: which one is used is the network's whim.
  if (first === undefined || !addresses.every(isPublicAddress)) {
    throw refuse(`${hostname} is not on the public internet.`);
  }
  try {
    return await network.open(url, first, signal);
  } catch {
    throw refuse(`${hostname} cannot be reached.`);
  }
}

async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  refuse: (why: string) => OfoxError,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw refuse(`it is larger than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw OfoxError.is(error) ? error : refuse('the connection broke.');
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

const publicNetwork: Network = {
  async resolve(hostname) {
    const found = await lookup(hostname, { all: true, verbatim: true });
    return found.map(({ address }) => address);
  },
  open(url, address, signal) {
    return new Promise((resolve, reject) => {
      const family = isIP(address);
      const asked = request(
        url,
        {
          signal,
          agent: false,
          // What was checked is what is connected to; the name still counts for the certificate.
          lookup: (_, options, done) => {
            if (options.all) done(null, [{ address, family }]);
            else done(null, address, family);
          },
          headers: { accept: 'image/*', 'user-agent': 'ofox-mcp' },
        },
        resolve,
      );
      asked.once('error', reject);
      asked.end();
    });
  },
};
