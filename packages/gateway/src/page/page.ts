import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptsGzip } from '../http/accepts-gzip.ts';
import type { PageFile } from './load-page-files.ts';

/** Where the page is served. */
const ROOT = '/demo';
const SESSION = `${ROOT}/session.json`;

/** The page loads nothing from elsewhere; it may call any API that its user names. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: https:",
  'connect-src * data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** What the gateway tells the page about itself. */
export interface PageSession {
  /** A key that the page may call with. */
  apiKey?: string;
  /** Names of the upstream nodes. */
  nodes: readonly string[];
}

/** A built page, kept in memory: what is not among its files when it is loaded is not there. */
export class Page {
  readonly #files: ReadonlyMap<string, PageFile>;
  readonly #session: PageSession | undefined;

  /**
   * @param files by their paths below the page's root.
   * @param session told to whoever opens the page on this machine; absent when nobody may know it.
   */
  constructor(files: ReadonlyMap<string, PageFile>, session: PageSession | undefined) {
    this.#files = files;
    this.#session = session;
  }

  /** Answers a request for the page; `false` when it is for something else. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '/', method } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const path = url.split('?', 1)[0] as string;
    if (path === '/' || path === ROOT) redirect(response, `${ROOT}/`);
    else if (path === SESSION) this.#serveSession(request, response);
    else if (path.startsWith(`${ROOT}/`)) this.#serveFile(path, request, response);
    else return false;
    return true;
  }

  #serveFile(path: string, request: IncomingMessage, response: ServerResponse): void {
    const name = path.slice(ROOT.length + 1) || 'index.html';
    const file = this.#files.get(name);
    if (!file) {
      send(response, 404, ['content-type', 'text/plain; charset=utf-8'], 'There is no such file.');
      return;
    }
    const headers = [
      ...['content-type', file.type, 'etag', file.etag, 'vary', 'accept-encoding'],
      // The names of assets hold a hash of their contents.
      ...['cache-control', name.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache'],
      ...['content-security-policy', POLICY, 'referrer-policy', 'no-referrer'],
    ];
    if (request.headers['if-none-match'] === file.etag) {
      send(response, 304, headers);
      return;
    }
    const isPacked = file.gzip !== undefined && acceptsGzip(request);
    if (isPacked) headers.push('content-encoding', 'gzip');
    send(response, 200, headers, isPacked ? file.gzip : file.body);
  }

  /**
   * Pages of other origins cannot read this, as it allows none; a name that somebody else's server
   * points at this machine is not among the hosts.
   */
  #serveSession({ headers }: IncomingMessage, response: ServerResponse): void {
    const site = headers['sec-fetch-site'];
    const isOwnPage = site === undefined || site === 'same-origin';
    const isHere = LOOPBACK_HOST.test(headers.host ?? '');
    const json = ['content-type', 'application/json', 'cache-control', 'no-store'];
    if (this.#session && isOwnPage && isHere) {
      send(response, 200, json, JSON.stringify(this.#session));
    } else send(response, 200, json, '{}');
  }
}

function redirect(response: ServerResponse, location: string): void {
  send(response, 302, ['location', location]);
}

function send(
  response: ServerResponse,
  status: number,
  headers: string[],
  body: Buffer | string = '',
): void {
  headers.push('x-content-type-options', 'nosniff');
  if (status !== 304) headers.push('content-length', String(Buffer.byteLength(body)));
  response.writeHead(status, headers);
  response.end(body);
}
