import fc, { type Arbitrary } from 'fast-check';
import type { MediaPart, OpaquePart, TextPart, ToolResultPart } from '../../../src/part.ts';
import type { Reply } from '../../../src/reply.ts';
import type { AssistantPart, ChatRequest, Message, Tool } from '../../../src/request.ts';
import { reply } from '../../arbitraries/reply.ts';
import { chatRequest } from '../../arbitraries/request.ts';

const OWN = ['anthropic'] as const;

/** Requests that this wire says without loss, in the one form in which it reads them back. */
export const ownRequest: Arbitrary<ChatRequest> = fc
  .tuple(chatRequest(OWN), fc.integer({ min: 8192, max: 32_000 }))
  .map(([request, maxTokens]) => canonicalRequest(request, maxTokens));

function canonicalRequest(request: ChatRequest, maxTokens: number): ChatRequest {
  const {
    seed: _,
    frequencyPenalty: _f,
    presencePenalty: _p,
    logprobs: _l,
    metadata: _m,
    modalities: _o,
    parallelToolCalls,
    topP: _t,
    serviceTier,
    responseFormat,
    reasoning,
    toolChoice,
    ...rest
  } = request;
  const isThinking = reasoning?.mode === 'adaptive' || reasoning?.budgetTokens !== undefined;
  const canonical: ChatRequest = {
    ...rest,
    model: 'claude-opus-4.6',
    maxTokens,
    messages: request.messages.map(canonicalMessage),
    tools: request.tools.map(canonicalTool),
    stop: request.stop.filter((sequence) => sequence.trim() !== ''),
  };
  if (canonical.temperature !== undefined) canonical.temperature /= 2;
  if (isThinking) {
    delete canonical.temperature;
    delete canonical.topK;
    const { effort: _e, ...settings } = reasoning;
    canonical.reasoning = { ...settings, mode: settings.mode ?? 'enabled' };
  }
  if (serviceTier === 'auto' || serviceTier === 'standard_only')
    canonical.serviceTier = serviceTier;
  if (responseFormat?.type === 'json-schema') {
    canonical.responseFormat = { type: 'json-schema', schema: responseFormat.schema };
  }
  const isForced = toolChoice !== 'auto' && toolChoice !== 'none';
  const isSayable = typeof toolChoice === 'string' || (toolChoice && 'name' in toolChoice);
  if (isSayable && !(isForced && isThinking)) {
    canonical.toolChoice = toolChoice;
    if (parallelToolCalls !== undefined && toolChoice !== 'none') {
      canonical.parallelToolCalls = parallelToolCalls;
    }
  }
  return canonical;
}

function canonicalTool(tool: Tool): Tool {
  if (tool.type === 'native') return tool;
  const none = { type: 'object', properties: {}, additionalProperties: false };
  return { ...tool, parameters: tool.parameters ?? none };
}

function canonicalMessage(message: Message): Message {
  const rest = 'name' in message ? withoutName(message) : message;
  switch (rest.role) {
    case 'system':
      return rest;
    case 'tool':
      return {
        ...rest,
        content: rest.content.map((part) => ({ ...part, content: part.content.flatMap(inner) })),
      };
    case 'user':
      return { ...rest, content: orSomething(rest.content.flatMap(inner)) };
    case 'assistant':
      return { ...rest, content: orSomething(rest.content.flatMap(ownPart)) };
  }
}

function withoutName<M extends Message>(message: M): M {
  const { name: _, ...rest } = message as M & { name?: string };
  return rest as M;
}

function orSomething<P>(content: P[]): (P | TextPart)[] {
  return content.length > 0 ? content : [{ type: 'text', text: 'something' }];
}

/** A part of a user's turn or a tool's result, or nothing when this wire has no word for it. */
function inner(part: ToolResultPart['content'][number]): (TextPart | MediaPart | OpaquePart)[] {
  if (part.type !== 'media') return [part];
  if (part.kind === 'audio' || part.kind === 'video') return [];
  const { detail: _, source, ...rest } = part;
  if (source.type === 'text') {
    return [{ ...rest, source: { ...source, mediaType: 'text/plain' } }];
  }
  if (source.type === 'base64') {
    const isOdd = part.kind === 'document' && source.mediaType !== 'application/pdf';
    return isOdd ? [] : [{ ...rest, source }];
  }
  const { mediaType: _m, ...address } = source;
  return [{ ...rest, source: address }];
}

function ownPart(part: AssistantPart): AssistantPart[] {
  switch (part.type) {
    case 'refusal':
    case 'media':
      return [];
    case 'text': {
      const { citations: _, signature: _s, ...text } = part;
      return text.text === '' ? [] : [text];
    }
    case 'tool-call': {
      const { signature: _, ...call } = part;
      return [call];
    }
    case 'reasoning':
      return part.signature ? [part] : [];
    default:
      return [part];
  }
}

/** Replies that this wire says without loss, in the one form in which it reads them back. */
export const ownReply: Arbitrary<Reply> = reply(OWN).map(canonicalReply);

/** Signed by whomever: a caller of this wire gets and returns the signatures of all. */
export const signedReply: Arbitrary<Reply> = reply().map(canonicalReply);

function canonicalReply(whole: Reply): Reply {
  const { created: _, logprobs: _l, extra, ...rest } = whole;
  const raw = {
    stop: 'end_turn',
    length: 'max_tokens',
    tool_calls: 'tool_use',
    pause: 'pause_turn',
  };
  const { reason, stopSequence } = whole.finish;
  const isStop = reason === 'stop' && stopSequence !== undefined;
  const word = isStop ? 'stop_sequence' : (raw[reason as keyof typeof raw] ?? 'refusal');
  return {
    ...rest,
    warnings: [],
    content: whole.content.flatMap(replyPart),
    finish: {
      reason: word === 'refusal' ? 'refusal' : reason,
      raw: word,
      ...(stopSequence === undefined ? {} : { stopSequence }),
    },
    ...(extra?.anthropic ? { extra: { anthropic: extra.anthropic } } : {}),
  };
}

function replyPart(part: AssistantPart): AssistantPart[] {
  const own = 'extra' in part && part.extra?.anthropic;
  const { extra: _, ...rest } = { extra: undefined, ...part };
  const kept = (own ? { ...rest, extra: { anthropic: own } } : rest) as AssistantPart;
  switch (kept.type) {
    case 'refusal':
      return [];
    case 'opaque':
      return kept.by === 'anthropic' ? [kept] : [];
    case 'media': {
      const { detail: _d, cache: _c, ...media } = kept;
      return [media];
    }
    case 'text':
      return [
        kept.citations
          ? {
              ...kept,
              citations: kept.citations.map(({ title, quote, ...citation }) => ({
                ...citation,
                ...(title ? { title } : {}),
                ...(quote ? { quote } : {}),
              })),
            }
          : kept,
      ];
    default:
      return [kept];
  }
}
