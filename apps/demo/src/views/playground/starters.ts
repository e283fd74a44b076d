import { type ChatSettings, DEFAULT_SETTINGS } from '../../chat/settings.ts';

/** Something to begin with: a message, and the settings that show what it is about. */
export interface Starter {
  title: string;
  about: string;
  /** What there was to be seen, told when the answer is over. */
  lesson: string;
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

export const STARTERS: readonly [Starter, ...Starter[]] = [
  {
    title: 'Watch it stream',
    about: 'Token by token, on the wire of your choice',
    lesson:
      'That was GPT on OpenAI’s protocol. Below are the bytes as they went, and the same request as the other two protocols say it: set Protocol to Anthropic and ask again.',
    message: 'Write 120 words about foxes.',
    settings: { model: 'openai/gpt-4o', directive: 'pace-15' },
  },
  {
    title: 'Let it think first',
    about: 'Thoughts arrive signed, and go back signed',
    lesson:
      'The thoughts came signed by Anthropic. In the next turn they go back with their signature, which is what lets Claude use tools while it thinks.',
    message: 'What is 17 * 23?',
    settings: { model: 'anthropic/claude-sonnet-4.5', effort: 'low', directive: 'pace-15' },
  },
  {
    title: 'Give it tools',
    about: 'Answer its calls by hand, or let the page do it',
    lesson:
      'The model asks for two calls at once. Run them here, or make the answers up, and watch it go on. Under Tools you can write your own.',
    message: 'What is the weather in Lisbon and Oslo?',
    settings: { model: 'google/gemini-3-flash-preview', tools: ['get_weather'] },
  },
  {
    title: 'Demand a form',
    about: 'An answer that satisfies your JSON Schema',
    lesson:
      'The answer is JSON that satisfies the schema under Structured answer, whichever provider writes it. Change the schema and ask again.',
    message: 'Extract the person: Ada is 36 and lives in London. name: Ada, city: London, age: 36',
    settings: { model: 'openai/gpt-4o', schema: PERSON_SCHEMA },
  },
  {
    title: 'Have it draw',
    about: 'A picture in the midst of a chat',
    lesson:
      'The picture came within the answer, as Gemini sends it. Add one of your own below and ask about it: pictures go both ways.',
    message: 'Draw a red fox in the snow.',
    settings: { model: 'google/gemini-2.5-flash-image' },
  },
  {
    title: 'Break it on purpose',
    about: 'The first model fails, the fallback answers',
    lesson:
      'The first model answered 503, and the gateway went on to the next one of the list within the same request. The answer tells what was tried.',
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
    lesson:
      'The connection broke in mid-answer. That is an error, never a quiet end: your code gets what came so far, and the request id to ask about it.',
    message: 'Write 100 words about rivers.',
    settings: { model: 'anthropic/claude-haiku-4.5', directive: 'cut-25:pace-15' },
  },
];

/** The settings that a starter means, whatever was chosen before. */
export function settingsOf({ settings }: Starter): ChatSettings {
  return { ...DEFAULT_SETTINGS, ...settings };
}
