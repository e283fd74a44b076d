import { protocols } from '@ofoxai/core';
import type { ChatCall } from './chat-call.ts';
import type { NodeRoute } from './node.ts';

const GEMINI_VERSION = /^\/gemini\/(v1|v1alpha)\//;
const CORE_VERSION = '/v1beta';

/** Path and query, behind the base URL, of a request that is passed on as it is. */
export function passPath(call: ChatCall, route: NodeRoute, purpose: 'chat' | 'count'): string {
  switch (call.face.name) {
    case 'openai':
      return '/chat/completions';
    case 'anthropic': {
      const path = purpose === 'count' ? '/v1/messages/count_tokens' : '/v1/messages';
      return call.query.includes('beta=true') ? `${path}?beta=true` : path;
    }
    case 'gemini':
      return geminiPath(call, route, purpose);
  }
}

/** The version is the caller's: fields differ between them. */
function geminiPath(call: ChatCall, route: NodeRoute, purpose: 'chat' | 'count'): string {
  const path = protocols.gemini.models.modelPath(route.name);
  const version = GEMINI_VERSION.exec(call.path)?.[1];
  const versioned = version === undefined ? path : `/${version}${path.slice(CORE_VERSION.length)}`;
  if (purpose === 'count') return `${versioned}:countTokens`;
  return call.stream
    ? `${versioned}:streamGenerateContent?alt=sse`
    : `${versioned}:generateContent`;
}
