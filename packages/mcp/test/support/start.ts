import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type GatewayOptions } from '@ofoxai/gateway';
import { onTestFinished } from 'vitest';
import { App, type World } from '../../src/app.ts';
import { type HttpServing, serveOverHttp } from '../../src/http/serve.ts';
import { readSettings } from '../../src/read-settings.ts';
import { createServerFactory, type Overlay } from '../../src/server.ts';

export const KEY = 'sk-test-mcp-0123456789abcdef';

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ofox-mcp-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The API on its embedded provider. */
export async function startGateway(options: Partial<GatewayOptions> = {}): Promise<string> {
  const gateway = createGateway({ keys: [{ key: KEY, rpm: 100_000 }], ...options });
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => gateway.close({ graceMs: 1 }));
  return url;
}

export interface StartOptions extends World {
  args?: string[];
  env?: Record<string, string>;
}

/** What lives as long as a process, pointed at an API. */
export function makeApp(apiUrl: string, { args = [], env = {}, ...world }: StartOptions = {}): App {
  const settings = readSettings(args, {
    OFOX_BASE_URL: apiUrl,
    OFOX_OUTPUT_DIR: join(tmpdir(), 'ofox-mcp-unused'),
    ...env,
  });
  return new App({ ...settings, apiKey: KEY }, world);
}

/** Our HTTP stack on a free port. */
export async function startHttp(app: App, overlay?: Overlay): Promise<HttpServing> {
  const { http } = readSettings(
    ['--http', '--port', '0', ...(app.settings.http?.stateless ? ['--stateless'] : [])],
    {},
  );
  if (!http) throw new Error('no HTTP settings');
  const settings = { ...http, ...app.settings.http, port: 0 };
  const serving = await serveOverHttp(
    createServerFactory(app, overlay),
    settings,
    app.clock,
    () => {},
  );
  onTestFinished(() => serving.close());
  return serving;
}
