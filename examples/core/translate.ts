// One protocol's request in the words of another, and what cannot be said there: pure functions,
// without a network.
import { protocols } from '@ofoxai/core';

const request = protocols.anthropic.decodeRequest({
  body: {
    model: 'claude-sonnet-4-5',
    max_tokens: 1024,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    top_k: 40,
    messages: [{ role: 'user', content: 'Hello' }],
  },
});

for (const name of ['openai', 'gemini'] as const) {
  // A provider's own endpoint, which knows nothing of what this API adds.
  const { path, body, warnings } = protocols[name].encodeRequest(request, { extensions: false });
  console.log(`${name}: POST ${path}`);
  console.log(JSON.stringify(body, null, 2));
  for (const { code, path, message } of warnings) console.log(`${code} ${path}: ${message}`);
}
