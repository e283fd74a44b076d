// JSON by a schema, on each of the three protocols.
import { OfoxClient, PROTOCOL_NAMES, replyText } from '@ofoxai/core';

const client = new OfoxClient();
const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    tags: { type: 'array', items: { type: 'string', enum: ['customer', 'partner'] } },
  },
  required: ['name', 'email', 'tags'],
  additionalProperties: false,
};

for (const protocol of PROTOCOL_NAMES) {
  const reply = await client.chat(
    {
      model: 'google/gemini-3-flash-preview',
      responseFormat: { type: 'json-schema', name: 'contact', schema, strict: true },
      messages: [
        { role: 'user', content: 'name: Ada Lovelace, email: ada@example.com, a customer' },
      ],
    },
    { protocol },
  );
  // A refusal, or an answer that was cut off, is no JSON: look before you parse.
  if (reply.finish.reason !== 'stop')
    throw new Error(`The answer ended by ${reply.finish.reason}.`);
  const contact: { name: string; email: string; tags: string[] } = JSON.parse(replyText(reply));
  console.log(`${protocol}: ${contact.name} <${contact.email}>, ${contact.tags.join(', ')}`);
}
