import { App } from './app.ts';
import { createServerFactory } from './server.ts';
import type { Settings } from './settings.ts';
import { serveOverStdio } from './stdio.ts';

export { readSettings } from './read-settings.ts';
export type {
  CallLimits,
  HttpSettings,
  ModelRules,
  Selection,
  Settings,
  SpendLimits,
} from './settings.ts';

export interface Running {
  /** Where clients connect; absent over stdio. */
  url?: string;
  close(): Promise<void>;
}

/**
 * Starts a server as the settings say: over HTTP if they hold `http`, else over stdin and stdout.
 *
 * @param log gets what goes wrong out of band; stderr when absent.
 * @throws OfoxError of kind `invalid_request` when a tool is chosen that does not exist, and the
 * system's error when the address cannot be listened on.
 */
export async function startServer(
  settings: Settings,
  log: (message: string) => void = logToStderr,
): Promise<Running> {
  const app = new App(settings);
  const makeServer = createServerFactory(app);
  const { http } = settings;
  if (!http) return serveOverStdio(makeServer, log);
  // Half of what a start over stdio would cost is this half of the SDK.
  const { serveOverHttp } = await import('./http/serve.ts');
  return serveOverHttp(makeServer, http, app.clock, log);
}

function logToStderr(message: string): void {
  process.stderr.write(`ofox-mcp: ${message}\n`);
}
