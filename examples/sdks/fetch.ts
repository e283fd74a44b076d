// No SDK at all: one request, its answer, and what its headers tell.
const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;

const response = await fetch(`${OFOX_BASE_URL}/v1/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${OFOX_API_KEY}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    model: 'openai/gpt-4o',
    messages: [{ role: 'user', content: 'Say hello.' }],
    provider: { fallback: ['anthropic/claude-haiku-4.5'] },
  }),
});
if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
const body = (await response.json()) as { choices: { message: { content: string } }[] };
console.log(body.choices[0]?.message.content);
console.log('requests left this minute:', response.headers.get('x-ratelimit-remaining-requests'));
console.log('id for questions about it:', response.headers.get('x-request-id'));
