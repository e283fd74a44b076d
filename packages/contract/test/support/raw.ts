import { KEY, serve } from './serve.ts';

/** Calls a gateway of its own without any SDK. */
export async function connect() {
  const { url } = await serve();
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    });
  const get = (path: string, more: Record<string, string> = {}) =>
    fetch(url + path, { headers: { ...headers, ...more } });
  return { post, get };
}

/** The data of each event of a stream, as JSON; without OpenAI's last word. */
export async function events(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split('\n');
  return lines
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice('data: '.length)));
}
