import { describe, expect, it } from 'vitest';
import { runSampleTool } from '../../src/chat/sample-tools.ts';

describe('sample tools', () => {
  it('answer the same every time', () => {
    const first = runSampleTool('get_weather', '{"city":"Lisbon"}');
    expect(first).toEqual(runSampleTool('get_weather', '{"city":"Lisbon"}'));
    expect(JSON.parse(first.text)).toMatchObject({ city: 'Lisbon' });
    expect(runSampleTool('calculate', '{"expression":"6*7"}').text).toBe('{"result":42}');
    expect(JSON.parse(runSampleTool('roll_dice', '{"count":2}').text).dice).toHaveLength(2);
  });

  it.each([
    ['get_weather', '{}', 'city must be a text.'],
    ['get_weather', '[]', 'not an object'],
    ['calculate', '{"expression":"1 +"}', 'not expected'],
    ['calculate', '{', 'JSON'],
    ['delete_everything', '{}', 'There is no tool'],
  ])('tell the model what was wrong with %s(%s)', (name, json, message) => {
    const { text, isError } = runSampleTool(name, json);
    expect(isError).toBe(true);
    expect(text).toContain(message);
  });
});
