import type { Part } from '../part.ts';
import { type Extra, PROTOCOL_NAMES, type ProtocolName } from '../protocol-name.ts';
import type { ReplyEvent } from '../reply.ts';
import type { ChatRequest } from '../request.ts';
import type { Warning } from '../warning.ts';

/**
 * Everything in the request that only protocols other than `wire` can say: `extra` at any place,
 * opaque parts and native tools. Encoders leave these out; this tells what was left out, one
 * `foreign_dropped` for each key.
 */
export function foreignWarnings(request: ChatRequest, wire: ProtocolName): Warning[] {
  const warnings: Warning[] = [];
  reportExtra(request.extra, wire, '', warnings);
  request.system.forEach((part, at) => {
    reportExtra(part.extra, wire, `system[${at}].`, warnings);
  });
  request.messages.forEach((message, at) => {
    const path = `messages[${at}].`;
    reportExtra(message.extra, wire, path, warnings);
    message.content.forEach((part: Part, partAt) => {
      reportPart(part, wire, `${path}content[${partAt}]`, warnings);
    });
  });
  request.tools.forEach((tool, at) => {
    if (tool.type === 'function') reportExtra(tool.extra, wire, `tools[${at}].`, warnings);
    else if (tool.by !== wire) {
      report(
        `tools[${at}]`,
        `A tool that only the ${tool.by} protocol knows was left out.`,
        warnings,
      );
    }
  });
  return warnings;
}

const NONE: readonly Warning[] = [];

/** The same for one event of an answer. */
export function foreignEventWarnings(event: ReplyEvent, wire: ProtocolName): readonly Warning[] {
  if (event.type === 'opaque' && event.part.by !== wire) {
    const message = `A part that only the ${event.part.by} protocol knows was left out.`;
    return [{ code: 'foreign_dropped', path: `content[${event.index}]`, message }];
  }
  if (!('extra' in event) || !event.extra) return NONE;
  const warnings: Warning[] = [];
  reportExtra(event.extra, wire, 'index' in event ? `content[${event.index}].` : '', warnings);
  return warnings;
}

/** The same for a request that has nothing but its own `extra`: embeddings, images. */
export function foreignExtraWarnings(extra: Extra | undefined, wire: ProtocolName): Warning[] {
  const warnings: Warning[] = [];
  reportExtra(extra, wire, '', warnings);
  return warnings;
}

function reportPart(part: Part, wire: ProtocolName, path: string, warnings: Warning[]): void {
  if (part.type === 'opaque') {
    if (part.by === wire) return;
    report(path, `A part that only the ${part.by} protocol knows was left out.`, warnings);
    return;
  }
  reportExtra(part.extra, wire, `${path}.`, warnings);
  if (part.type !== 'tool-result') return;
  part.content.forEach((inner, at) => {
    reportPart(inner, wire, `${path}.content[${at}]`, warnings);
  });
}

function reportExtra(
  extra: Extra | undefined,
  wire: ProtocolName,
  prefix: string,
  warnings: Warning[],
): void {
  if (!extra) return;
  for (const protocol of PROTOCOL_NAMES) {
    if (protocol === wire) continue;
    for (const key of Object.keys(extra[protocol] ?? {})) {
      const path = `${prefix}extra.${protocol}.${key}`;
      report(path, `${key} is a word of the ${protocol} protocol only and was left out.`, warnings);
    }
  }
}

function report(path: string, message: string, warnings: Warning[]): void {
  warnings.push({ code: 'foreign_dropped', path, message });
}
