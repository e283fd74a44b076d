/** One thing the owner can set, by flag and by environment. */
export interface Option {
  env: string;
  type: 'string' | 'boolean' | 'number' | 'list';
  help: string;
}

/** All flags but `--help` and `--version`. A flag wins over its environment variable. */
export const OPTIONS = {
  'api-key-file': { env: 'OFOX_API_KEY_FILE', type: 'string', help: 'file that holds the API key' },
  'base-url': { env: 'OFOX_BASE_URL', type: 'string', help: 'the API (https://api.ofox.ai)' },
  model: { env: 'OFOX_DEFAULT_MODEL', type: 'string', help: 'model when none is named' },
  'image-model': { env: 'OFOX_DEFAULT_IMAGE_MODEL', type: 'string', help: 'the same for images' },
  'embedding-model': {
    env: 'OFOX_DEFAULT_EMBEDDING_MODEL',
    type: 'string',
    help: 'the same for rank_texts',
  },
  toolsets: {
    env: 'OFOX_TOOLSETS',
    type: 'list',
    help: 'groups of tools: default, embeddings, all',
  },
  tools: { env: 'OFOX_TOOLS', type: 'list', help: 'single tools' },
  'exclude-tools': { env: 'OFOX_EXCLUDE_TOOLS', type: 'list', help: 'never these; always wins' },
  'read-only': { env: 'OFOX_READ_ONLY', type: 'boolean', help: 'only tools that cost nothing' },
  'allow-models': { env: 'OFOX_ALLOW_MODELS', type: 'list', help: 'only models like anthropic/*' },
  'deny-models': { env: 'OFOX_DENY_MODELS', type: 'list', help: 'never these; always wins' },
  'max-cost-per-call': {
    env: 'OFOX_MAX_COST_PER_CALL_USD',
    type: 'number',
    help: 'most USD for one call of a model',
  },
  'max-spend': { env: 'OFOX_MAX_SPEND_USD', type: 'number', help: 'most USD for this process' },
  'max-spend-per-day': {
    env: 'OFOX_MAX_SPEND_PER_DAY_USD',
    type: 'number',
    help: 'most USD a day (UTC), all processes together',
  },
  'unpriced-call-cost': {
    env: 'OFOX_UNPRICED_CALL_USD',
    type: 'number',
    help: 'USD to count for a call of unknown price',
  },
  'max-concurrency': {
    env: 'OFOX_MAX_CONCURRENCY',
    type: 'number',
    help: 'calls of models at the same time (16)',
  },
  'max-calls-per-minute': {
    env: 'OFOX_MAX_CALLS_PER_MINUTE',
    type: 'number',
    help: 'calls of models a minute (no limit)',
  },
  'input-dir': {
    env: 'OFOX_INPUT_DIR',
    type: 'string',
    help: 'folder images are read from (none)',
  },
  'output-dir': { env: 'OFOX_OUTPUT_DIR', type: 'string', help: 'folder images are written to' },
  'state-dir': { env: 'OFOX_STATE_DIR', type: 'string', help: "folder of the day's spending" },
  http: { env: 'OFOX_MCP_HTTP', type: 'boolean', help: 'serve streamable HTTP at /mcp' },
  host: { env: 'OFOX_MCP_HOST', type: 'string', help: 'address to listen on (127.0.0.1)' },
  port: { env: 'OFOX_MCP_PORT', type: 'number', help: 'port to listen on (3333)' },
  'token-file': {
    env: 'MCP_AUTH_TOKEN_FILE',
    type: 'string',
    help: 'file with the token for callers',
  },
  'allowed-hosts': {
    env: 'OFOX_MCP_ALLOWED_HOSTS',
    type: 'list',
    help: 'names the server may be called by',
  },
  stateless: { env: 'OFOX_MCP_STATELESS', type: 'boolean', help: 'no sessions, for many replicas' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** The text of `--help`. */
export function usage(): string {
  const options: [string, Option][] = Object.entries(OPTIONS);
  const lines = options.map(([name, { env, type, help }]) => {
    const flag = `--${name}${type === 'boolean' ? '' : ` ${type.toUpperCase()}`}`;
    return `  ${flag.padEnd(30)}${help.padEnd(48)}${env}`;
  });
  return `ofox-mcp: every model of the OfoxAI API as MCP tools.

Usage: ofox-mcp [options]        serves MCP over stdin and stdout
       ofox-mcp --http [options] serves MCP over HTTP

The key comes from OFOX_API_KEY or --api-key-file, never from an argument. Each option has an
environment variable of the same meaning; lists are separated by commas.

${lines.join('\n')}
`;
}
