#!/usr/bin/env node
import { OfoxError } from '@ofoxai/core';
import { startServer } from './index.ts';
import { usage } from './options.ts';
import { readSettings } from './read-settings.ts';
import { VERSION } from './version.ts';

// stdout belongs to the protocol: what any library might print goes elsewhere.
console.log = console.info = console.debug = console.error;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage());
else if (args.includes('--version')) process.stdout.write(`${VERSION}\n`);
else void run();

async function run(): Promise<void> {
  try {
    const running = await startServer(readSettings(args, process.env));
    if (running.url !== undefined) process.stderr.write(`ofox-mcp serves ${running.url}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        running.close().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      });
    }
  } catch (error) {
    const message = OfoxError.is(error) || error instanceof Error ? error.message : String(error);
    process.stderr.write(`ofox-mcp: ${message}\n`);
    process.exitCode = 1;
  }
}
