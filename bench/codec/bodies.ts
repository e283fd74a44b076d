import type { JsonObject, ProtocolName } from '@ofoxai/core';

const LINE = 'Füchse graben – foxes dig their dens in "sandy" soil.\n';
const ENOUGH_TOKENS = 1024;

/** What fills a request: many turns of text, or one image. */
export type Filling = 'turns' | 'image';

/** The JSON text of a request of about so many bytes. */
export function requestBody(protocol: ProtocolName, filling: Filling, bytes: number): string {
  return JSON.stringify(
    filling === 'image' ? withImage(protocol, bytes) : withTurns(protocol, bytes),
  );
}

function withTurns(protocol: ProtocolName, bytes: number): JsonObject {
  const text = LINE.repeat(10);
  const turns = Array.from({ length: Math.ceil(bytes / 620) }, (_, at) => at % 2 === 0);
  if (protocol === 'gemini') {
    const contents = turns.map((isUser) => ({
      role: isUser ? 'user' : 'model',
      parts: [{ text }],
    }));
    return { model: 'gemini-3-pro-preview', contents };
  }
  const messages = turns.map((isUser) => ({ role: isUser ? 'user' : 'assistant', content: text }));
  return { model: 'm', max_tokens: ENOUGH_TOKENS, messages };
}

function withImage(protocol: ProtocolName, bytes: number): JsonObject {
  const data = 'iVBORw0KGgo'.repeat(Math.ceil(bytes / 11));
  const prompt = 'What is it?';
  switch (protocol) {
    case 'openai': {
      const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } };
      const content = [image, { type: 'text', text: prompt }];
      return { model: 'm', max_tokens: ENOUGH_TOKENS, messages: [{ role: 'user', content }] };
    }
    case 'anthropic': {
      const source = { type: 'base64', media_type: 'image/png', data };
      const content = [
        { type: 'image', source },
        { type: 'text', text: prompt },
      ];
      return { model: 'm', max_tokens: ENOUGH_TOKENS, messages: [{ role: 'user', content }] };
    }
    case 'gemini': {
      const image = { inlineData: { mimeType: 'image/png', data } };
      const contents = [{ role: 'user', parts: [image, { text: prompt }] }];
      return { model: 'gemini-3-pro-preview', contents };
    }
  }
}
