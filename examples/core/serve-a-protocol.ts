// A server of your own that speaks Anthropic's protocol and has the answers of any model: core reads
// the request, the client asks, core writes the answer, event by event.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { OfoxClient, OfoxError, protocols } from '@ofoxai/core';

const client = new OfoxClient();
const { anthropic } = protocols;

const server = createServer(async (request, response) => {
  const encoder = anthropic.encodeStream();
  try {
    const asked = anthropic.decodeRequest({ body: await json(request) });
    const { stream: _, ...input } = { ...asked, model: 'openai/gpt-4o' };
    for await (const event of client.stream(input)) {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(encoder.push(event));
    }
    response.end(encoder.end());
  } catch (thrown) {
    const error = OfoxError.is(thrown) ? thrown : new OfoxError('internal', String(thrown));
    if (response.headersSent) return void response.end(encoder.fail(error));
    const { status, headers, body } = anthropic.encodeError(error);
    response.writeHead(status, headers).end(JSON.stringify(body));
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const ask = (body: object) =>
  fetch(`http://127.0.0.1:${port}/v1/messages`, { method: 'POST', body: JSON.stringify(body) });
const hello = { model: 'my-own', max_tokens: 100, stream: true };
const answer = await ask({ ...hello, messages: [{ role: 'user', content: 'Say hello.' }] });
console.log(await answer.text());
const refused = await ask({ ...hello, messages: [{ role: 'robot', content: 'Beep' }] });
console.log(refused.status, await refused.text());
server.close();
