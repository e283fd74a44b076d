/** A tool that the embedded models call for the question below, once for each city. */
export const WEATHER = {
  name: 'get_weather',
  description: 'Tells the weather in a city',
  schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const } },
    required: ['city'],
    additionalProperties: false,
  },
};

export const ONE_CITY = 'What is the weather in Paris?';
export const TWO_CITIES = 'What is the weather in Paris and Tokyo?';

/** A structure for answers. */
export const CITY_SCHEMA = {
  type: 'object' as const,
  properties: {
    city: { type: 'string' as const },
    inhabitants: { type: 'integer' as const },
    tags: { type: 'array' as const, items: { type: 'string' as const } },
  },
  required: ['city', 'inhabitants', 'tags'],
  additionalProperties: false as const,
};

export function isCity(value: unknown): boolean {
  const { city, inhabitants, tags } = value as Record<string, unknown>;
  return typeof city === 'string' && Number.isInteger(inhabitants) && Array.isArray(tags);
}
