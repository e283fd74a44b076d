import { z } from 'zod';

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

/** The configuration file. */
export const configSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on'),
  port: z.int().min(0).max(65_535).optional().describe('8787 or the next free one when absent'),
  rpm: rpm.default(200).describe('Requests in any sixty seconds, for each key'),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(1024 ** 3)
    .default(64 * 1024 ** 2)
    .describe("The most bytes of a request's body"),
  keys: z.array(key).default([]).describe('Who may call'),
});

export type Config = z.output<typeof configSchema>;
