import type { IncomingMessage } from 'node:http';

/** Whether the caller takes a body compressed by gzip (RFC 9110, section 12.5.3). */
export function acceptsGzip({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { 'accept-encoding': accepted = '' } = headers;
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))/i.test(String(accepted));
}
