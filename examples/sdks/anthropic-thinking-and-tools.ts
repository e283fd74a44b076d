// Anthropic's SDK in a loop of tools with a model that thinks: what it thought goes back with its
// signature, as it came. It works the same with the models of other makers.
import Anthropic from '@anthropic-ai/sdk';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY } = process.env;
const client = new Anthropic({ baseURL: `${OFOX_BASE_URL}/anthropic`, apiKey: OFOX_API_KEY });

const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Tells the weather in a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

for (const model of ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview']) {
  const messages: Anthropic.MessageParam[] = [
    { role: 'user', content: 'What is the weather in Paris?' },
  ];
  for (;;) {
    const { content, stop_reason } = await client.messages.create({
      model,
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 1024, display: 'summarized' },
      tools: [weather],
      messages,
    });
    messages.push({ role: 'assistant', content });
    for (const block of content) {
      // A block without text holds the signature of what follows it.
      if (block.type === 'thinking' && block.thinking !== '') {
        console.log(`${model} thinks: ${block.thinking}`);
      }
      if (block.type === 'text') console.log(`${model} says: ${block.text}`);
    }
    if (stop_reason !== 'tool_use') break;
    const results = content
      .filter((block) => block.type === 'tool_use')
      .map(({ id }) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: 'It is 21 degrees.',
      }));
    messages.push({ role: 'user', content: results });
  }
}
