import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import type { Gateway } from '../../src/gateway-options.ts';
import { loadPageFiles } from '../../src/page/load-page-files.ts';
import { Page } from '../../src/page/page.ts';

const directory = mkdtempSync(join(tmpdir(), 'page-'));
const secret = `${directory}-secret.html`;
let gateway: Gateway;
let port: number;

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), `<p>${'hello '.repeat(100)}</p>`);
  writeFileSync(join(directory, 'assets/main-1a2b.js'), 'let x;');
  writeFileSync(join(directory, 'notes.txt'), 'not for the page');
  writeFileSync(secret, 'secret');
  symlinkSync(secret, join(directory, 'link.html'));
  const page = new Page(loadPageFiles(directory), { apiKey: 'sk-test-lent', nodes: ['north'] });
  gateway = createGateway({ keys: ['sk-test-lent'], page });
  ({ port } = await gateway.listen());
});

afterAll(async () => {
  await gateway.close({ graceMs: 1 });
  rmSync(directory, { recursive: true });
  rmSync(secret);
});

/** Unlike `fetch`, this sends the path as it is. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', path, headers, method }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (piece) => {
          body += piece;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      });
      asked.on('error', reject).end();
    },
  );
}

describe('the page', () => {
  it('is served with a policy that lets nothing else in', async () => {
    const { status, headers, body } = await get('/demo/?x=1');
    expect(status).toBe(200);
    expect(body).toContain('hello');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('is what the root leads to', async () => {
    for (const path of ['/', '/demo']) {
      const { status, headers } = await get(path);
      expect([status, headers.location]).toEqual([302, '/demo/']);
    }
  });

  it('is packed for those who take it, and not sent twice', async () => {
    const packed = await get('/demo/', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    const etag = String(packed.headers.etag);
    expect((await get('/demo/', { 'if-none-match': etag })).status).toBe(304);
  });

  it('lets assets be kept, as their names change with them', async () => {
    const { headers } = await get('/demo/assets/main-1a2b.js');
    expect(headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/demo/../package.json',
    '/demo/..%2fpackage.json',
    '/demo/%2e%2e/package.json',
    '/demo//etc/passwd',
    '/demo/assets/../../gateway.ts',
    '/demo/link.html',
    '/demo/notes.txt',
    '/demo/assets',
    '/demo/__proto__',
  ])('has no file %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('leaves everything else to the API', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/demos')).status).toBe(404);
    expect((await get('/demo/', {}, 'POST')).headers['content-type']).toContain('json');
  });
});

describe('what the page is told', () => {
  it('is told to the page on this machine', async () => {
    const { body, headers } = await get('/demo/session.json');
    expect(JSON.parse(body)).toEqual({ apiKey: 'sk-test-lent', nodes: ['north'] });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['a name that somebody else points here', { host: 'evil.example' }],
    ['a name that only begins like this machine', { host: '127.0.0.1.evil.example' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('is not told to %s', async (_, headers) => {
    expect((await get('/demo/session.json', headers)).body).toBe('{}');
  });
});

describe('loading a page', () => {
  it('tells where there is none', () => {
    expect(() => loadPageFiles(join(directory, 'assets'))).toThrow('there is no index.html');
    expect(() => loadPageFiles(join(directory, 'missing'))).toThrow('cannot be read');
  });
});
