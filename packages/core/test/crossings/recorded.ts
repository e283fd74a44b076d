import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonValue } from '../../src/json.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';

const FOLDER = new URL('../../../../../shared/vectors/', import.meta.url);
const FOLDERS: Record<ProtocolName, string> = {
  openai: 'openai/chat/',
  anthropic: 'anthropic/',
  gemini: 'google/',
};

/** Whether answers recorded from the providers lie beside the repository. */
export const hasRecorded = existsSync(FOLDER);

export interface RecordedReply {
  from: ProtocolName;
  name: string;
  body: JsonValue;
}

/** Whole answers; bodies of errors are left out. */
export function recordedReplies(): RecordedReply[] {
  return files('.json')
    .map(({ from, name, text }) => ({ from, name, body: JSON.parse(text) as JsonValue }))
    .filter(({ body }) => !(typeof body === 'object' && body !== null && 'error' in body));
}

export interface RecordedStream {
  from: ProtocolName;
  name: string;
  /** As it came over the network: the recordings hold only what stood behind `data:`. */
  text: string;
}

/** Streams; a file of Anthropic's may hold several, one behind the other. */
export function recordedStreams(): RecordedStream[] {
  return files('.chunks.txt')
    .filter(({ name }) => !name.startsWith('spliced'))
    .flatMap(({ from, name, text }): RecordedStream[] => {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      if (from !== 'anthropic') return [{ from, name, text: framed(from, lines) }];
      return streamsIn(lines).map((events, at) => ({
        from,
        name: `${name} ${at + 1}`,
        text: framed(from, events),
      }));
    });
}

function streamsIn(lines: readonly string[]): string[][] {
  const streams: string[][] = [[]];
  for (const line of lines) {
    streams.at(-1)?.push(line);
    if (line.includes('"type":"message_stop"')) streams.push([]);
  }
  return streams.filter((events) => events.length > 0);
}

function framed(from: ProtocolName, lines: readonly string[]): string {
  const named = (line: string) => `event: ${(JSON.parse(line) as { type: string }).type}\n`;
  const events = lines.map((line) => `${from === 'anthropic' ? named(line) : ''}data: ${line}\n\n`);
  return events.join('') + (from === 'openai' ? 'data: [DONE]\n\n' : '');
}

function files(ending: string): { from: ProtocolName; name: string; text: string }[] {
  if (!hasRecorded) return [];
  return (['openai', 'anthropic', 'gemini'] as const).flatMap((from) => {
    const folder = new URL(FOLDERS[from], FOLDER);
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ from, name, text: readFileSync(new URL(name, folder), 'utf8') }));
  });
}
