import type { MediaPart, TextPart } from '../../../src/part.ts';
import { toldFinish } from '../../../src/protocols/gemini/reply.ts';
import { writeFinish } from '../../../src/protocols/gemini/words.ts';
import type { Finish, FinishReason, Reply } from '../../../src/reply.ts';
import type { AssistantPart, ChatRequest, Message, Tool } from '../../../src/request.ts';

const FILE = 'files/';

/** The request as far as this wire can say it, in the form in which it comes back. */
export function sayableRequest(request: ChatRequest): ChatRequest {
  const { user: _, metadata: __, serviceTier: ___, cache: ____, ...said } = request;
  const { parallelToolCalls: _____, reasoning, responseFormat, toolChoice, ...rest } = said;
  const strict = toolChoice === undefined || toolChoice === 'auto';
  const functions = request.tools.filter((tool) => tool.type === 'function');
  const isStrict = strict && functions.some((tool) => tool.strict === true);
  const choice = isStrict ? 'auto' : toolChoice;
  const sorted = [...functions, ...request.tools.filter((tool) => tool.type !== 'function')];
  const format =
    responseFormat?.type === 'json-schema'
      ? { type: responseFormat.type, schema: responseFormat.schema }
      : responseFormat;
  return {
    ...rest,
    system: rest.system.map(plain),
    messages: messages(rest.messages),
    tools: sorted.map((tool) => sayableTool(tool, isStrict)),
    ...(choice === undefined ? {} : { toolChoice: choiceOf(choice) }),
    ...(format ? { responseFormat: format } : {}),
    ...(reasoning ? { reasoning: reasoningOf(reasoning) } : {}),
  };
}

function choiceOf(choice: NonNullable<ChatRequest['toolChoice']>) {
  if (typeof choice === 'string' || 'name' in choice || choice.mode === 'auto') return choice;
  return choice.allowed.length === 1 ? { name: choice.allowed[0] as string } : choice;
}

/** What Gemini 3 is told: levels, budgets, or to decide itself. */
function reasoningOf(reasoning: NonNullable<ChatRequest['reasoning']>) {
  const { effort, budgetTokens, mode, include } = reasoning;
  const shown = include === undefined ? {} : { include };
  if (mode === 'disabled' || effort === 'none') return { effort: 'low' as const, ...shown };
  if (effort === 'minimal') return { effort: 'low' as const, ...shown };
  if (effort === 'xhigh' || effort === 'max') return { effort: 'high' as const, ...shown };
  if (effort) return { effort, ...shown };
  if (budgetTokens !== undefined) return { budgetTokens, ...shown };
  return { mode: 'adaptive' as const, ...shown };
}

function sayableTool(tool: Tool, strict: boolean): Tool {
  if (tool.type === 'native') return tool;
  const { cache: _, strict: __, ...said } = tool;
  return strict ? { ...said, strict: true } : said;
}

function messages(all: Message[]): Message[] {
  const written: Message[] = [];
  for (const message of all) {
    const { extra } = message;
    const extras = extra ? { extra } : {};
    if (message.role === 'assistant') {
      const content = message.content.map(modelPart).filter((part) => part !== undefined);
      if (content.length > 0) written.push({ role: 'assistant', content, ...extras });
    } else if (message.role === 'tool') {
      const content = message.content.map(({ cache: _, ...result }) => {
        const texts = result.content.filter((part) => part.type === 'text');
        const others = result.content.filter((part) => part.type !== 'text');
        const text = texts.map((part) => part.text).join('\n');
        const inside = others.filter((part) => part.type === 'media').map(inResult);
        const joined: TextPart = { type: 'text', text };
        return { ...result, content: [joined, ...inside] };
      });
      written.push({ role: 'tool', content, ...extras });
    } else {
      const content = message.content.map((part) =>
        part.type === 'text' ? plain(part) : part.type === 'media' ? sayableMedia(part) : part,
      );
      written.push({ role: 'user', content, ...extras });
    }
  }
  return written;
}

function inResult(part: MediaPart): MediaPart {
  const { signature: _, ...media } = sayableMedia(part);
  return media;
}

function plain({ cache: _, citations: __, ...part }: TextPart): TextPart {
  return part;
}

function modelPart(part: AssistantPart): AssistantPart | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' && !part.signature && !part.extra ? undefined : plain(part);
    case 'refusal':
      return { ...part, type: 'text' };
    case 'media':
      return sayableMedia(part);
    case 'reasoning': {
      const { redacted: _, ...thought } = part;
      return thought.signature ? thought : undefined;
    }
    default:
      return part;
  }
}

/** What a medium is, is told by its type, or, without one, by its address. */
function sayableMedia({ cache: _, detail: __, name: ___, ...part }: MediaPart): MediaPart {
  const { source } = part;
  if (source.type === 'url') {
    return { ...part, kind: 'document', source: { type: 'url', url: source.url } };
  }
  if (source.type === 'file') {
    const { id } = source;
    const name = id.startsWith(FILE) ? id : FILE + id;
    return { ...part, kind: 'document', source: { type: 'file', id: name, by: 'gemini' } };
  }
  if (source.type !== 'text') return part;
  const data = Buffer.from(source.text).toString('base64');
  return { ...part, source: { type: 'base64', mediaType: source.mediaType ?? 'text/plain', data } };
}

/** The same for what goes in: sources in the one form that comes back. */
export function canonicalSources(request: ChatRequest): ChatRequest {
  const fix = <T extends { type: string }>(part: T): T =>
    part.type === 'media'
      ? ({ ...part, ...sourceOf(part as unknown as MediaPart) } as unknown as T)
      : part;
  const list = request.messages.map((message): Message => {
    const { role } = message;
    if (role === 'user') return { ...message, content: message.content.map(fix) };
    if (role === 'assistant') return { ...message, content: message.content.map(fix) };
    if (role === 'system') return message;
    const content = message.content.map((result) => {
      const inside = result.content.map(fix).filter((part) => {
        return part.type !== 'media' || part.source.type === 'base64';
      });
      return { ...result, content: inside };
    });
    return { ...message, content };
  });
  return { ...request, messages: list };
}

function sourceOf(part: MediaPart): Pick<MediaPart, 'source' | 'kind'> {
  const said = sayableMedia(part);
  return { source: said.source, kind: said.kind };
}

const READ_AS: Partial<Record<FinishReason, FinishReason>> = {
  refusal: 'content_filter',
  pause: 'stop',
  tool_calls: 'stop',
};

/** The answer as far as this wire can say it, in the form in which it comes back. */
export function sayableReply(reply: Reply): Reply {
  const { logprobs, ...rest } = reply;
  const content: AssistantPart[] = [];
  for (const part of reply.content) {
    const said = replyPart(part);
    const last = content.at(-1);
    if (!said) continue;
    if (said.type === 'reasoning' && last?.type === 'reasoning' && !last.signature) continue;
    content.push(said);
  }
  const { cost, ...usage } = reply.usage;
  return {
    ...rest,
    content,
    warnings: [],
    finish: finishOf(reply, content),
    usage: {
      ...usage,
      input: usage.input + usage.cacheWrite + usage.cacheWrite1h,
      cacheWrite: 0,
      cacheWrite1h: 0,
      ...(cost === undefined ? {} : { cost }),
    },
    ...(logprobs ? { logprobs: logprobs.map(({ bytes: _, ...token }) => token) } : {}),
  };
}

function replyPart(part: AssistantPart): AssistantPart | undefined {
  switch (part.type) {
    case 'text': {
      const { citations: _, ...said } = part;
      return said.text === '' && !said.signature && !said.extra ? undefined : said;
    }
    case 'reasoning': {
      const { redacted: _, ...said } = part;
      return said.text === '' && !said.signature ? undefined : said;
    }
    case 'refusal':
      return { ...part, type: 'text' };
    case 'media':
      return sayableMedia(part);
    default:
      return part;
  }
}

function finishOf({ finish: told, content: whole }: Reply, content: AssistantPart[]): Finish {
  const declined = whole.some((part) => part.type === 'refusal');
  const finish = toldFinish(told, declined);
  const read = READ_AS[finish.reason] ?? finish.reason;
  const called = content.some((part) => part.type === 'tool-call');
  return {
    reason: read === 'stop' && called ? 'tool_calls' : read,
    raw: writeFinish(finish),
  };
}
