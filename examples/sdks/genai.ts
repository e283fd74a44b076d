// Google's SDK with the models of three makers: a stream with thoughts, and JSON by a schema.
import { GoogleGenAI } from '@google/genai';

const { OFOX_BASE_URL = 'https://api.ofox.ai', OFOX_API_KEY = '' } = process.env;
const ai = new GoogleGenAI({
  apiKey: OFOX_API_KEY,
  httpOptions: { baseUrl: `${OFOX_BASE_URL}/gemini` },
});

const stream = await ai.models.generateContentStream({
  model: 'google/gemini-3-flash-preview',
  contents: 'What is 17 + 25?',
  config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } },
});
const said = { thinks: '', says: '' };
for await (const { candidates } of stream) {
  for (const { text, thought } of candidates?.[0]?.content?.parts ?? []) {
    said[thought ? 'thinks' : 'says'] += text ?? '';
  }
}
console.log(said);

for (const model of ['openai/gpt-4o', 'anthropic/claude-sonnet-4.5']) {
  const reply = await ai.models.generateContent({
    model,
    contents: 'Extract the contact. name: Ada Lovelace, email: ada@example.com',
    config: {
      responseMimeType: 'application/json',
      responseJsonSchema: {
        type: 'object',
        properties: { name: { type: 'string' }, email: { type: 'string' } },
        required: ['name', 'email'],
      },
    },
  });
  console.log(model, JSON.parse(reply.text ?? ''), reply.usageMetadata?.totalTokenCount, 'tokens');
}
