// What can go wrong, and what each error tells. One class, and a kind to branch on.
import { type ChatInput, OfoxClient, OfoxError } from '@ofoxai/core';

const hello: ChatInput = {
  model: 'openai/gpt-4o',
  messages: [{ role: 'user', content: 'Hello' }],
};
const client = new OfoxClient({ maxRetries: 0 });
const stranger = new OfoxClient({ apiKey: 'sk-test-wrong', maxRetries: 0 });

const failures: Record<string, () => Promise<unknown>> = {
  'a wrong key': () => stranger.chat(hello),
  'a wrong model': () => client.chat({ ...hello, model: 'openai/gpt-4oo' }),
  'a wrong value': () => client.chat({ ...hello, temperature: 3 }),
  'a limit': () => client.chat({ ...hello, model: 'openai/gpt-4o:error-429' }),
  'a provider that is down': () => client.chat({ ...hello, model: 'openai/gpt-4o:error-503' }),
  'a stream that breaks': () => client.stream({ ...hello, model: 'openai/gpt-4o:cut-3' }).final(),
};

for (const [name, call] of Object.entries(failures)) {
  try {
    await call();
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
    console.log(`${name}: ${error.kind}, ${error.message}`);
    const { status, code, param, retryAfterMs, requestId } = error;
    console.log('  ', { status, code, param, retryAfterMs, requestId });
  }
}
