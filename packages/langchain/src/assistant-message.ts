import type { AIMessage } from '@langchain/core/messages';
import {
  type AssistantPart,
  isJsonObject,
  type ProtocolName,
  type ReasoningPart,
  type Signature,
  type ToolCallPart,
  type Warning,
} from '@ofoxai/core';
import {
  type Block,
  readCacheControl,
  readCitation,
  readExtras,
  readRawCitation,
  readSignature,
} from './content-block.ts';
import { joinPieces } from './join-pieces.ts';
import { readMedia } from './media-block.ts';
import { asBlock, readOpaque, readText } from './user-block.ts';

/** Senders whose blocks tell more as they are than in LangChain's translation; '' is nobody. */
const RAW: ReadonlySet<string> = new Set(['', 'ofoxai', 'anthropic']);

/** Whose words the blocks are that LangChain has none for, by who sent the message. */
const MAKERS: Record<string, ProtocolName> = {
  anthropic: 'anthropic',
  deepseek: 'openai',
  google: 'gemini',
  'google-genai': 'gemini',
  'google-vertexai': 'gemini',
  groq: 'openai',
  openrouter: 'openai',
  xai: 'openai',
};

/** Pieces of a stream that say nothing beside the message's own tool calls. */
const PIECES: ReadonlySet<string> = new Set([
  'input_json_delta',
  'tool_call_chunk',
  'server_tool_call_chunk',
]);

/** LangChain's translation of what a provider's own tools did; the original is not in it. */
const TRANSLATED: ReadonlySet<string> = new Set(['server_tool_call', 'server_tool_call_result']);

export interface HistoryContext {
  path: string;
  /** The wire that is to be spoken. */
  protocol: ProtocolName;
  /** Ids of the calls that have a result. */
  answered: ReadonlySet<string>;
  warnings: Warning[];
}

/** Reads what a model said, whichever class asked it, in the order in which it was said. */
export function readAssistant(message: AIMessage, context: HistoryContext): AssistantPart[] {
  const sender = String(message.response_metadata?.model_provider ?? '');
  const calls = new CallList(message, context);
  const parts: AssistantPart[] = [];
  const thoughts = thoughtsBeside(message);
  const blocks = blocksOf(message, sender);
  if (thoughts && !blocks.some(isThought)) parts.push(thoughts);
  const maker = MAKERS[sender] ?? context.protocol;
  blocks.forEach((told, at) => {
    let block = told;
    if (sender === 'openai') {
      // What the Responses API encrypted, and its own items, mean nothing to any other wire.
      if (block.type === 'non_standard') {
        context.warnings.push(leftOut(block, at, context));
        return;
      }
      block = { ...block, encrypted_content: undefined };
    }
    const part = readBlock(block, calls, maker);
    if (part !== undefined) parts.push(part);
    else if (TRANSLATED.has(block.type)) context.warnings.push(leftOut(block, at, context));
  });
  parts.push(...calls.rest());
  return maker === 'gemini' ? joinPieces(parts) : parts;
}

function leftOut({ type }: Block, at: number, { path }: HistoryContext): Warning {
  return {
    code: 'foreign_dropped',
    path: `${path}.content[${at}]`,
    message: `A ${type} block that another provider's class left in the history was left out.`,
  };
}

function blocksOf(message: AIMessage, sender: string): Block[] {
  const content: unknown = RAW.has(sender) ? message.content : message.contentBlocks;
  if (!Array.isArray(content)) return content === '' ? [] : [{ type: 'text', text: content }];
  return content.map((block: unknown) =>
    typeof block === 'string' ? { type: 'text', text: block } : asBlock(block, 'content'),
  );
}

function readBlock(block: Block, calls: CallList, maker: ProtocolName): AssistantPart | undefined {
  switch (block.type) {
    case 'text':
      return readAnswer(block);
    case 'reasoning':
    case 'thinking':
    case 'redacted_thinking':
      return readThought(block);
    case 'refusal':
      return { type: 'refusal', text: String(block.refusal ?? ''), ...readExtras(block) };
    case 'tool_call':
    case 'tool_use':
    case 'functionCall':
    case 'invalid_tool_call':
      return calls.take(block);
    case 'non_standard':
      if (isJsonObject(block.value) && block.value.type === 'redacted_thinking') {
        return readThought(block.value as Block);
      }
      return readOpaque(block, maker);
    default:
      if (PIECES.has(block.type) || TRANSLATED.has(block.type)) return undefined;
      return readMedia(block, maker) ?? readOpaque(block, maker);
  }
}

function readAnswer(block: Block): AssistantPart | undefined {
  const part = readText(block);
  if (!part) return undefined;
  if (block.thought === true) {
    return { type: 'reasoning', text: part.text, ...readSignature(block) };
  }
  const citations = [
    ...listOf(block.annotations).flatMap((annotation) => readCitation(annotation) ?? []),
    ...listOf(block.citations).flatMap((citation) => readRawCitation(citation) ?? []),
  ];
  if (part.text === '' && !part.signature && citations.length === 0 && !part.extra) {
    return undefined;
  }
  return citations.length > 0 ? { ...part, citations } : part;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function readThought(block: Block): ReasoningPart {
  if (block.type === 'redacted_thinking') {
    const signature: Signature = { by: 'anthropic', value: String(block.data ?? '') };
    return { type: 'reasoning', text: '', redacted: true, signature };
  }
  const text = block.type === 'thinking' ? block.thinking : block.reasoning;
  return {
    type: 'reasoning',
    text: typeof text === 'string' ? text : '',
    ...readSignature(block),
    ...(block.redacted === true ? { redacted: true as const } : {}),
    ...readExtras(block),
  };
}

function isThought({ type, thought }: Block): boolean {
  return type === 'reasoning' || type === 'thinking' || thought === true;
}

/** Thoughts that a class left beside the content, as those for OpenAI's wire do. */
function thoughtsBeside({ additional_kwargs }: AIMessage): ReasoningPart | undefined {
  const { reasoning_content: content, reasoning } = additional_kwargs ?? {};
  const text = [content, reasoning].find((told) => typeof told === 'string' && told !== '');
  return text === undefined ? undefined : { type: 'reasoning', text: text as string };
}

/** The calls of a message, each told once, though they may stand in its content as well. */
class CallList {
  readonly #calls: ToolCallPart[];
  readonly #signatures: ReadonlyMap<string, Signature>;
  readonly #messageId: string | undefined;

  constructor(message: AIMessage, { answered, path, warnings }: HistoryContext) {
    this.#signatures = signaturesBeside(message);
    this.#messageId = message.id;
    this.#calls = (message.tool_calls ?? []).map(({ id, name, args }, at) =>
      this.#part(id ?? `call_${at}`, name, JSON.stringify(args)),
    );
    for (const { id, name, args } of message.invalid_tool_calls ?? []) {
      if (id !== undefined && answered.has(id)) {
        this.#calls.push(this.#part(id, name ?? '', args ?? ''));
        continue;
      }
      warnings.push({
        code: 'dropped',
        path,
        message: `The call of ${name ?? 'a tool'} with invalid arguments has no result and was left out.`,
      });
    }
  }

  /** The call that a block stands for, with what only the block knows of it. */
  take(block: Block): ToolCallPart | undefined {
    const inner = isJsonObject(block.functionCall) ? block.functionCall : block;
    const at = this.#find(inner.id, inner.name);
    const [call] = at === -1 ? [] : this.#calls.splice(at, 1);
    if (!call) return undefined;
    return { ...call, ...readSignature(block), ...readCacheControl(block), ...readExtras(block) };
  }

  /** The calls for which there was no block. */
  rest(): ToolCallPart[] {
    return this.#calls;
  }

  #find(id: unknown, name: unknown): number {
    // Google's calls have no ids of their own, and LangChain gives them the message's.
    const isOwn = id !== undefined && id !== this.#messageId;
    return this.#calls.findIndex((call) => (isOwn ? call.id === id : call.name === name));
  }

  #part(id: string, name: string, text: string): ToolCallPart {
    const signature = this.#signatures.get(id);
    return { type: 'tool-call', id, name, arguments: text, ...(signature ? { signature } : {}) };
  }
}

/** Thought signatures of Gemini's calls, where other classes leave them. */
function signaturesBeside({ additional_kwargs }: AIMessage): Map<string, Signature> {
  const found = new Map<string, Signature>();
  const { __gemini_function_call_thought_signatures__: byId, tool_calls: raw } =
    additional_kwargs ?? {};
  if (isJsonObject(byId)) {
    for (const [id, value] of Object.entries(byId)) {
      if (typeof value === 'string') found.set(id, { by: 'gemini', value });
    }
  }
  for (const call of Array.isArray(raw) ? raw : []) {
    const { id, extra_content: extra } = call as { id?: string; extra_content?: unknown };
    const google = isJsonObject(extra) ? extra.google : undefined;
    const value = isJsonObject(google) ? google.thought_signature : undefined;
    if (id !== undefined && typeof value === 'string') found.set(id, { by: 'gemini', value });
  }
  return found;
}
