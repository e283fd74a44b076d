import { type ChatSettings, DEFAULT_SETTINGS } from '../../chat/settings.ts';

const TEXTS = [
  'model',
  'protocol',
  'system',
  'temperature',
  'maxTokens',
  'effort',
  'ownTools',
  'toolChoice',
  'schema',
  'routing',
  'fallback',
  'directive',
] as const satisfies readonly (keyof ChatSettings)[];

const CHOICES: Partial<Record<keyof ChatSettings, readonly string[]>> = {
  protocol: ['auto', 'openai', 'anthropic', 'gemini'],
  effort: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  toolChoice: ['auto', 'required', 'none'],
  routing: ['priority', 'cost', 'latency', 'balanced'],
};

/** What a link to the playground says; the defaults are left out. */
export function writeLink(settings: ChatSettings, message: string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of TEXTS) {
    if (settings[name] !== DEFAULT_SETTINGS[name]) params[name] = settings[name];
  }
  if (settings.tools.length > 0) params.tools = settings.tools.join(',');
  if (message !== '') params.message = message;
  return params;
}

/** Reads what {@link writeLink} wrote; what makes no sense is left at its default. */
export function readLink(params: ReadonlyMap<string, string>): {
  settings: ChatSettings;
  message: string;
} {
  const read: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const name of TEXTS) {
    const value = params.get(name);
    const choices = CHOICES[name];
    if (value !== undefined && (choices === undefined || choices.includes(value)))
      read[name] = value;
  }
  const tools = (params.get('tools') ?? '').split(',').filter(Boolean);
  return {
    settings: { ...DEFAULT_SETTINGS, ...(read as Partial<ChatSettings>), tools },
    message: params.get('message') ?? '',
  };
}
