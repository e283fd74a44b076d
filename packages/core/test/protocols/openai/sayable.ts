import type { Citation, MediaPart, TextPart } from '../../../src/part.ts';
import type { Finish, Reply } from '../../../src/reply.ts';
import type { AssistantPart, ChatRequest, Message } from '../../../src/request.ts';

/** The request as far as this wire can say it, in the form in which it comes back. */
export function sayableRequest(request: ChatRequest): ChatRequest {
  const { responseFormat, extra } = request;
  const named =
    responseFormat?.type === 'json-schema' ? { ...responseFormat, name: 'answer' } : responseFormat;
  const asked = { ...extra?.openai, stream_options: { include_usage: true } };
  return {
    ...request,
    messages: request.messages.map(sayableMessage),
    ...(named ? { responseFormat: named } : {}),
    ...(request.stream ? { extra: { openai: asked } } : {}),
  };
}

function sayableMessage(message: Message): Message {
  switch (message.role) {
    case 'system':
      return message;
    case 'user':
      return { ...message, content: message.content.map(sayable) };
    case 'assistant': {
      const parts = message.content.map(sayable);
      const isLate = (part: AssistantPart) => part.type === 'tool-call';
      return { ...message, content: [...parts.filter((p) => !isLate(p)), ...parts.filter(isLate)] };
    }
    case 'tool':
      return {
        ...message,
        content: message.content.map((result) => {
          const content = result.content.map(sayable);
          const texts = content.filter((part) => part.type === 'text');
          const others = content.filter((part) => part.type !== 'text');
          return { ...result, content: [...texts, ...others] };
        }),
      };
  }
}

function sayable<T extends { type: string }>(part: T): T {
  if (part.type === 'text') return sayableText(part as unknown as TextPart) as unknown as T;
  return part.type === 'media'
    ? (sayableMedia(part as unknown as MediaPart) as unknown as T)
    : part;
}

function sayableText({ citations, ...part }: TextPart): TextPart {
  const text = part.text === '' ? ' ' : part.text;
  return { ...part, text, ...(citations ? { citations: citations.map(sayableCitation) } : {}) };
}

function sayableCitation({ title, start, end, ...citation }: Citation): Citation {
  return {
    ...citation,
    ...(title ? { title } : {}),
    ...(start !== undefined && end ? { start, end } : {}),
  };
}

function sayableMedia({ detail, ...part }: MediaPart): MediaPart {
  const { source } = part;
  if (source.type === 'file') {
    const { mediaType: _, ...file } = source;
    return { ...part, kind: 'document', source: file };
  }
  const looked = detail && part.kind === 'image' ? { detail } : {};
  if (source.type === 'url')
    return { ...part, ...looked, source: { type: 'url', url: source.url } };
  if (source.type === 'text') {
    return { ...part, source: { ...source, mediaType: source.mediaType ?? 'text/plain' } };
  }
  const mediaType = source.mediaType
    .replace('audio/mp3', 'audio/mpeg')
    .replace('text/plain', 'application/pdf');
  return { ...part, ...looked, source: { ...source, mediaType } };
}

const RAW: Partial<Record<Finish['reason'], string>> = { refusal: 'refusal', pause: 'pause_turn' };

/** The answer as far as this wire can say it: one text, one refusal, calls last. */
export function sayableReply(reply: Reply): Reply {
  const thoughts = reply.content.filter((part) => part.type === 'reasoning');
  const text = reply.content.find((part) => part.type === 'text');
  const refusal = reply.content.find((part) => part.type === 'refusal');
  const images = reply.content.filter((part) => part.type === 'media').map(plainImage);
  const calls = reply.content.filter((part) => part.type === 'tool-call');
  const { reason, raw, ...finish } = reply.finish;
  const told = reason === 'stop' && calls.length > 0 ? 'tool_calls' : reason;
  const content: AssistantPart[] = [...thoughts];
  if (text) {
    const { extra: _, ...bare } = sayableText(text);
    const { citations } = bare;
    const cited = citations?.map((one) => ({ start: 0, end: bare.text.length, ...one }));
    content.push(cited ? { ...bare, citations: cited } : bare);
  }
  if (refusal) content.push(refusal);
  return {
    ...reply,
    created: reply.created ?? 1,
    content: [...content, ...images, ...calls],
    finish: { ...finish, reason: told, raw: RAW[told] ?? raw ?? told },
    warnings: [],
  };
}

function plainImage(part: MediaPart): MediaPart {
  const { detail: _, cache: __, ...image } = sayableMedia(part);
  return image;
}
