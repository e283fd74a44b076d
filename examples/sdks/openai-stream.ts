// OpenAI's SDK streams the answer of any model, with its thoughts and its usage at the end.
import OpenAI from 'openai';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;
const client = new OpenAI({ baseURL: `${OFOX_BASE_URL}/v1`, apiKey: OFOX_API_KEY });

const stream = await client.chat.completions.create({
  model: 'anthropic/claude-sonnet-4.5',
  reasoning_effort: 'low',
  messages: [{ role: 'user', content: 'Count from 1 to 5.' }],
  stream: true,
  stream_options: { include_usage: true },
});
let isThinking = false;
for await (const { choices, usage } of stream) {
  // The field of thoughts is the one that DeepSeek and others brought to this protocol.
  const delta: { content?: string | null; reasoning_content?: string } = choices[0]?.delta ?? {};
  if (delta.reasoning_content && !isThinking) process.stdout.write('thinks: ');
  if (delta.content && isThinking) process.stdout.write('\nsays: ');
  if (delta.reasoning_content) isThinking = true;
  else if (delta.content) isThinking = false;
  process.stdout.write(delta.reasoning_content ?? delta.content ?? '');
  if (usage)
    console.log(`\n${usage.prompt_tokens} tokens read, ${usage.completion_tokens} written`);
}
