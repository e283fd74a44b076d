import { n8nWorkflow } from './n8n-workflow.ts';

/** What a snippet is filled with. */
export interface SnippetFacts {
  /** Without a slash at its end. */
  baseUrl: string;
  model: string;
  /** What stands for the key: the key itself, or a shell's variable. */
  apiKey: string;
}

/** How to use one tool with the API, ready to be copied. */
export interface Snippet {
  id: string;
  title: string;
  about: string;
  language: string;
  write(facts: SnippetFacts): string;
}

const quote = (text: string) => JSON.stringify(text);

/** Every tool that the page tells how to point at the API. */
export const SNIPPETS: readonly [Snippet, ...Snippet[]] = [
  {
    id: 'curl',
    title: 'curl',
    about: 'In a shell, with nothing installed',
    language: 'sh',
    write: ({ baseUrl, model, apiKey }) => `curl ${baseUrl}/v1/chat/completions \\
  -H 'authorization: Bearer ${apiKey}' \\
  -H 'content-type: application/json' \\
  -d '{
    "model": ${quote(model)},
    "messages": [{ "role": "user", "content": "Say hello." }]
  }'`,
  },
  {
    id: 'openai',
    title: 'OpenAI SDK',
    about: 'Any model through openai',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${quote(`${baseUrl}/v1`)},
  apiKey: ${quote(apiKey)},
});
const reply = await client.chat.completions.create({
  model: ${quote(model)},
  messages: [{ role: 'user', content: 'Say hello.' }],
});
console.log(reply.choices[0]?.message.content);`,
  },
  {
    id: 'openai-python',
    title: 'OpenAI SDK, Python',
    about: 'Any model through openai for Python',
    language: 'python',
    write: ({ baseUrl, model, apiKey }) => `from openai import OpenAI

client = OpenAI(
    base_url=${quote(`${baseUrl}/v1`)},
    api_key=${quote(apiKey)},
)
reply = client.chat.completions.create(
    model=${quote(model)},
    messages=[{"role": "user", "content": "Say hello."}],
)
print(reply.choices[0].message.content)`,
  },
  {
    id: 'anthropic',
    title: 'Anthropic SDK',
    about: 'Any model through @anthropic-ai/sdk',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  baseURL: ${quote(`${baseUrl}/anthropic`)},
  apiKey: ${quote(apiKey)},
});
const reply = await client.messages.create({
  model: ${quote(model)},
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Say hello.' }],
});
console.log(reply.content);`,
  },
  {
    id: 'anthropic-python',
    title: 'Anthropic SDK, Python',
    about: 'Any model through anthropic for Python',
    language: 'python',
    write: ({ baseUrl, model, apiKey }) => `from anthropic import Anthropic

client = Anthropic(
    base_url=${quote(`${baseUrl}/anthropic`)},
    api_key=${quote(apiKey)},
)
reply = client.messages.create(
    model=${quote(model)},
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print(reply.content[0].text)`,
  },
  {
    id: 'gemini',
    title: 'Google Gen AI SDK',
    about: 'Any model through @google/genai',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import { GoogleGenAI } from '@google/genai';

const client = new GoogleGenAI({
  apiKey: ${quote(apiKey)},
  httpOptions: { baseUrl: ${quote(`${baseUrl}/gemini`)} },
});
const reply = await client.models.generateContent({
  model: ${quote(model)},
  contents: 'Say hello.',
});
console.log(reply.text);`,
  },
  {
    id: 'gemini-python',
    title: 'Google Gen AI SDK, Python',
    about: 'Any model through google-genai',
    language: 'python',
    write: ({ baseUrl, model, apiKey }) => `from google import genai
from google.genai import types

client = genai.Client(
    api_key=${quote(apiKey)},
    http_options=types.HttpOptions(base_url=${quote(`${baseUrl}/gemini`)}),
)
reply = client.models.generate_content(
    model=${quote(model)},
    contents="Say hello.",
)
print(reply.text)`,
  },
  {
    id: 'ai-sdk',
    title: 'Vercel AI SDK',
    about: 'Any model through ai and @ai-sdk/openai',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import { createOpenAI } from '@ai-sdk/openai';
import { generateText } from 'ai';

const ofox = createOpenAI({
  baseURL: ${quote(`${baseUrl}/v1`)},
  apiKey: ${quote(apiKey)},
});
const { text } = await generateText({
  model: ofox.chat(${quote(model)}),
  prompt: 'Say hello.',
});
console.log(text);`,
  },
  {
    id: 'core',
    title: '@ofoxai/core',
    about: 'One client for all three protocols, in Node, browsers and workers',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import { OfoxClient } from '@ofoxai/core';

const client = new OfoxClient({
  baseUrl: ${quote(baseUrl)},
  apiKey: ${quote(apiKey)},
});
const stream = client.stream({
  model: ${quote(model)},
  messages: [{ role: 'user', content: 'Say hello.' }],
  provider: { routing: 'latency', fallback: ['google/gemini-3-flash-preview'] },
});
for await (const event of stream) {
  if (event.type === 'text') process.stdout.write(event.text);
}`,
  },
  {
    id: 'langchain',
    title: 'LangChain',
    about: 'As a chat model for chains, agents and graphs',
    language: 'ts',
    write: ({ baseUrl, model, apiKey }) => `import { ChatOfox } from '@ofoxai/langchain';

const model = new ChatOfox({
  model: ${quote(model)},
  baseUrl: ${quote(baseUrl)},
  apiKey: ${quote(apiKey)},
});
const reply = await model.invoke('Say hello.');
console.log(reply.text);`,
  },
  {
    id: 'mcp',
    title: 'MCP clients',
    about: 'Other models as tools of Claude Code, Cursor, VS Code and the like',
    language: 'json',
    write: ({ baseUrl, apiKey }) =>
      JSON.stringify(
        {
          mcpServers: {
            ofox: {
              command: 'npx',
              args: ['-y', '@ofoxai/mcp'],
              env: { OFOX_API_KEY: apiKey, OFOX_BASE_URL: baseUrl },
            },
          },
        },
        null,
        2,
      ),
  },
  {
    id: 'claude-code',
    title: 'Claude Code',
    about: 'Claude Code itself on any model',
    language: 'sh',
    write: ({ baseUrl, model, apiKey }) => `export ANTHROPIC_BASE_URL=${baseUrl}/anthropic
export ANTHROPIC_AUTH_TOKEN=${apiKey}
export ANTHROPIC_MODEL=${model}
claude`,
  },
  {
    id: 'n8n',
    title: 'n8n',
    about: 'A chat with an agent: install n8n-nodes-ofoxai, then import this workflow',
    language: 'json',
    write: (facts) => JSON.stringify(n8nWorkflow(facts), null, 2),
  },
];
