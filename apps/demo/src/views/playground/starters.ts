import { type ChatSettings, DEFAULT_SETTINGS } from '../../chat/settings.ts';

/** Something to begin with: a message, and the settings that show what it is about. */
export interface Starter {
  title: string;
  about: string;
  message: string;
  settings: Partial<ChatSettings>;
}

const PERSON_SCHEMA = `{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "city": { "type": "string" },
    "age": { "type": "integer", "minimum": 0 }
  },
  "required": ["name", "city", "age"],
  "additionalProperties": false
}`;

export const STARTERS: readonly Starter[] = [
  {
    title: 'Watch it stream',
    about: 'Token by token, on the wire of your choice',
    message: 'Write 120 words about foxes.',
    settings: { model: 'openai/gpt-4o', directive: 'pace-15' },
  },
  {
    title: 'Let it think first',
    about: 'Thoughts arrive signed, and go back signed',
    message: 'What is 17 * 23?',
    settings: { model: 'anthropic/claude-sonnet-4.5', effort: 'low', directive: 'pace-15' },
  },
  {
    title: 'Give it tools',
    about: 'Answer its calls by hand, or let the page do it',
    message: 'What is the weather in Lisbon and Oslo?',
    settings: { model: 'google/gemini-3-flash-preview', tools: ['get_weather'] },
  },
  {
    title: 'Demand a form',
    about: 'An answer that satisfies your JSON Schema',
    message: 'Extract the person: Ada is 36 and lives in London. name: Ada, city: London, age: 36',
    settings: { model: 'openai/gpt-4o', schema: PERSON_SCHEMA },
  },
  {
    title: 'Break it on purpose',
    about: 'The first model fails, the fallback answers',
    message: 'Are you there?',
    settings: {
      model: 'openai/gpt-4o',
      directive: 'error-503',
      fallback: 'anthropic/claude-haiku-4.5',
    },
  },
  {
    title: 'Cut the stream',
    about: 'What a broken connection looks like to your code',
    message: 'Write 100 words about rivers.',
    settings: { model: 'anthropic/claude-haiku-4.5', directive: 'cut-25:pace-15' },
  },
];

/** The settings that a starter means, whatever was chosen before. */
export function settingsOf({ settings }: Starter): ChatSettings {
  return { ...DEFAULT_SETTINGS, ...settings };
}
