import { z } from 'zod';
import { parseRedisUrl } from '../limits/redis/redis-address.ts';
import { nodeSchema } from '../upstream/node-config.ts';

/** A key may be anything that fits into a header, and must be long enough not to be guessed. */
const secret = z
  .string()
  .regex(/^[\x21-\x7e]{8,256}$/, 'must be 8 to 256 visible ASCII characters without spaces');

const rpm = z.int().min(1).max(1_000_000);

const key = z.union([
  secret.transform((value) => ({ key: value })),
  z
    .strictObject({
      key: secret.optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
        .optional()
        .describe('Of the key, as sha256sum prints it, so that the file holds no secret'),
      name: z
        .string()
        .regex(/^[\w.@-]{1,64}$/, 'must be letters, digits, dots and dashes')
        .optional()
        .describe('Names the key in logs'),
      rpm: rpm.optional().describe("Requests a minute; the gateway's when absent"),
    })
    .refine((options) => (options.key === undefined) !== (options.sha256 === undefined), {
      message: 'needs either key or sha256',
    }),
]);

const milliseconds = z.int().min(1).max(60_000);

const redis = z
  .strictObject({
    url: z
      .string()
      .refine(isRedisUrl, 'must look like redis://user:password@host:6379/0, or rediss:// for TLS')
      .describe('redis://user:password@host:6379/0; rediss:// for TLS'),
    cluster: z.boolean().optional().describe('Whether the URL names one node of a cluster'),
    prefix: z
      .string()
      .regex(/^[\w:.-]{1,64}$/, 'must be letters, digits, dots, dashes and colons')
      .optional()
      .describe('What all keys in Redis begin with; ofox when absent'),
    connectTimeoutMs: milliseconds
      .optional()
      .describe('For connecting, and the silence after which a connection is given up; 1000'),
    commandTimeoutMs: milliseconds
      .optional()
      .describe('How long a request waits for an answer of Redis; 50'),
  })
  .describe('Redis or Valkey, through which gateways share request and spend limits');

/** The configuration file. */
export const configSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on'),
  port: z.int().min(0).max(65_535).optional().describe('8787 or the next free one when absent'),
  workers: z
    .union([z.int().min(1).max(256), z.enum(['auto'])])
    .default(1)
    .describe('Processes that serve together; auto for one on each core'),
  rpm: rpm.default(200).describe('Requests in any sixty seconds, for each key'),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(1024 ** 3)
    .default(64 * 1024 ** 2)
    .describe("The most bytes of a request's body"),
  keys: z.array(key).default([]).describe('Who may call'),
  keysFile: z
    .string()
    .min(1)
    .optional()
    .describe('Where `ofox-gateway keys` keeps keys; looked at every second'),
  spendFile: z
    .string()
    .min(1)
    .optional()
    .describe('Where one gateway without Redis keeps what keys have spent, through restarts'),
  nodes: z
    .array(nodeSchema)
    .superRefine(refuseSameNames)
    .default([])
    .describe('The upstreams; without any, the embedded provider answers everything'),
  routing: z
    .enum(['priority', 'cost', 'latency', 'balanced'])
    .default('priority')
    .describe('How nodes are chosen where neither the request nor its key says'),
  fallback: z
    .array(z.string().min(1))
    .default([])
    .describe('Models to try when one fails, where neither the request nor its key says'),
  auto: z
    .array(z.string().min(1))
    .default([])
    .describe('The models that `auto` chooses among where a request names none; all when empty'),
  maxConcurrent: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1000)
    .describe('Requests of one key that may be under way at a time'),
  demo: z.string().min(1).optional().describe('Directory of the built demo page, served at /demo/'),
  redis: redis.optional(),
  onStoreError: z
    .enum(['local', 'open', 'closed'])
    .default('local')
    .describe(
      'While Redis does not answer: each gateway keeps the limits by itself, all requests pass, or none',
    ),
  metricsToken: secret
    .optional()
    .describe(
      'Who may read /metrics: whoever brings it as Authorization: Bearer; callers on the same machine when absent',
    ),
  drain: z
    .strictObject({
      delayMs: z
        .int()
        .min(0)
        .max(600_000)
        .default(0)
        .describe(
          'How long a gateway that is told to stop still takes requests, while /readyz says that it stops',
        ),
      graceMs: z
        .int()
        .min(0)
        .max(3_600_000)
        .default(30_000)
        .describe('How long the answers under way may then take before they are broken off'),
    })
    .prefault({})
    .describe('How a gateway stops'),
});

function refuseSameNames(nodes: readonly { name: string }[], context: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  nodes.forEach(({ name }, index) => {
    if (seen.has(name)) {
      const message = 'must differ from the names of other nodes';
      context.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
    seen.add(name);
  });
}

function isRedisUrl(text: string): boolean {
  try {
    parseRedisUrl(text);
    return true;
  } catch {
    return false;
  }
}

export type Config = z.output<typeof configSchema>;
