import {
  type ErrorKind,
  OfoxError,
  retryWaitMs,
  statusOfKind,
  triggersFallback,
} from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { pages } from './pages.ts';

/** Exactly the kinds of core: the type checker refuses one more and one less. */
const KINDS = {
  invalid_request: true,
  authentication: true,
  quota: true,
  permission: true,
  not_found: true,
  rate_limit: true,
  content_filter: true,
  context_length: true,
  upstream: true,
  unavailable: true,
  timeout: true,
  aborted: true,
  stream: true,
  internal: true,
} satisfies Record<ErrorKind, true>;

const kinds = Object.keys(KINDS) as ErrorKind[];
const { text } = pages.find(({ path }) => path === 'docs/errors.md')!;

describe('the page about errors', () => {
  it('tells of each kind what the rules of core do', () => {
    const rows = [...text.matchAll(/^\| \[`(\w+)`\]\(#\1\) \| (\d+) \| (\w+) \| (\w+) \|/gm)];
    expect(rows.map(([, ...cells]) => cells)).toEqual(
      kinds.map((kind) => {
        const status = statusOfKind(kind);
        const error = new OfoxError(kind, '', { status });
        const retries = retryWaitMs(error, { retries: 0, maxRetries: 1, random: 0 }) !== undefined;
        return [kind, String(status), said(retries), said(triggersFallback(error))];
      }),
    );
  });

  it('has a section on each kind', () => {
    const headings = [...text.matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(kinds);
  });
});

function said(answer: boolean): string {
  return answer ? 'yes' : 'no';
}
