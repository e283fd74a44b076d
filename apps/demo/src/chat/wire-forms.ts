import {
  type ChatRequest,
  type EncodedRequest,
  type JsonObject,
  PROTOCOL_NAMES,
  type ProtocolName,
  protocols,
  type Reply,
} from '@ofoxai/core';

/** Where each protocol is found below the API's address. */
export const BASE_PATHS: Record<ProtocolName, string> = {
  openai: '/v1',
  anthropic: '/anthropic',
  gemini: '/gemini',
};

export const PROTOCOL_LABELS: Record<ProtocolName, string> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  gemini: 'Gemini',
};

/** One conversation as a protocol says it; the body of a request that it cannot say is a reason. */
export interface WireForm {
  protocol: ProtocolName;
  request?: EncodedRequest;
  problem?: string;
  reply?: JsonObject;
}

/** The same request and answer in the words of each protocol. */
export function wireForms(request: ChatRequest, reply: Reply | undefined): WireForm[] {
  return PROTOCOL_NAMES.map((protocol) => {
    const wire = protocols[protocol];
    try {
      const encoded = wire.encodeRequest(request);
      return { protocol, request: encoded, ...(reply ? { reply: wire.encodeReply(reply) } : {}) };
    } catch (error) {
      return { protocol, problem: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** What became of one part of the conversation on the way to one provider. */
export type Fate = 'carried' | 'changed' | 'dropped';

export interface Crossing {
  path: string;
  role: string;
  label: string;
  /** Whose signature it bears. */
  signedBy?: ProtocolName;
  fates: Record<ProtocolName, { fate: Fate; why?: string }>;
}

const DROPPED = new Set(['dropped', 'foreign_dropped', 'reasoning_dropped']);

/**
 * What each provider would get of each part of a conversation, on its own wire and without what
 * this API adds to it.
 */
export function crossings(request: ChatRequest): Crossing[] {
  const warnings = PROTOCOL_NAMES.map((name) => {
    const encoded = protocols[name].encodeRequest(request, { extensions: false });
    return [name, encoded.warnings] as const;
  });
  return request.messages.flatMap((message, m) =>
    message.content.map((part, p): Crossing => {
      const path = `messages[${m}].content[${p}]`;
      const fates = Object.fromEntries(
        warnings.map(([name, list]) => {
          const found = list.find((warning) => warning.path.startsWith(path));
          if (!found) return [name, { fate: 'carried' }];
          return [
            name,
            { fate: DROPPED.has(found.code) ? 'dropped' : 'changed', why: found.message },
          ];
        }),
      ) as Crossing['fates'];
      const signedBy = 'signature' in part ? part.signature?.by : undefined;
      return {
        ...{ path, role: message.role, label: labelOf(part), fates },
        ...(signedBy === undefined ? {} : { signedBy }),
      };
    }),
  );
}

function labelOf(part: ChatRequest['messages'][number]['content'][number]): string {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return shortened(part.text);
    case 'reasoning':
      return part.redacted ? 'Thoughts, withheld' : `Thoughts: ${shortened(part.text)}`;
    case 'tool-call':
      return `Calls ${part.name}(${shortened(part.arguments)})`;
    case 'tool-result':
      return `Result: ${part.content.map((p) => (p.type === 'text' ? shortened(p.text) : p.type)).join(' ')}`;
    case 'media':
      return part.kind;
    case 'opaque':
      return `Known to ${PROTOCOL_LABELS[part.by]} alone`;
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '(an empty text)';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
