import type { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';

/** A line may hold several images in base64; the SDK's own bound of 10 MiB would end the connection. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Serves the one client at the other end of stdin and stdout, in the era that it speaks. Ends with
 * stdin; calls under way are aborted then.
 */
export function serveOverStdio(
  makeServer: () => McpServer,
  log: (message: string) => void,
): { close(): Promise<void> } {
  const transport = new StdioServerTransport(process.stdin, process.stdout, {
    maxBufferSize: LONGEST_LINE,
  });
  return serveStdio(makeServer, { transport, onerror: ({ message }) => log(message) });
}
