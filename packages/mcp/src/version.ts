/** Put in by the bundler. */
declare const OFOX_MCP_VERSION: string | undefined;

export const VERSION: string =
  typeof OFOX_MCP_VERSION === 'string' ? OFOX_MCP_VERSION : '0.0.0-source';
