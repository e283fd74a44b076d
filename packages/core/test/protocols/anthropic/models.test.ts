import { expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import type { Model } from '../../../src/model.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';

const { models } = anthropic;

const MODEL: Model = {
  id: 'anthropic/claude-opus-4.6',
  name: 'Claude Opus 4.6',
  created: 1_770_000_000,
  contextLength: 1_000_000,
  maxOutputTokens: 128_000,
  isDeprecated: false,
};

test('a model is written as version 2026-10-21 wants it, and read back', () => {
  const body = models.encodeModel(MODEL);
  expect(body).toEqual({
    type: 'model',
    id: 'anthropic/claude-opus-4.6',
    display_name: 'Claude Opus 4.6',
    created_at: '2026-02-02T02:40:00.000Z',
    lifecycle: 'active',
    line: 'opus',
    capabilities: null,
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: 1_000_000,
    max_tokens: 128_000,
  });
  expect(models.decodeModel(body)).toMatchObject(MODEL);
  expect(models.encodeModel(models.decodeModel(body))).toEqual(body);
});

test('a time that no date can tell is none', () => {
  expect(models.encodeModel({ id: 'x', created: 1e300 }).created_at).toBe(
    '1970-01-01T00:00:00.000Z',
  );
});

test('a model of the older version is read, and what is unknown is kept', () => {
  const body = { type: 'model', id: 'x', display_name: 'X', created_at: 'soon', colour: 'red' };
  expect(models.decodeModel(body)).toEqual({ id: 'x', name: 'X', rest: { colour: 'red' } });
});

test('pages name their first and last model, and the next page', () => {
  const list = models.encodeList({ models: [MODEL, { id: 'b' }], next: 'b' });
  expect(list).toMatchObject({ has_more: true, first_id: MODEL.id, last_id: 'b' });
  expect(models.decodeList(list).next).toBe('b');
  expect(models.encodeList({ models: [] })).toEqual({
    data: [],
    has_more: false,
    first_id: null,
    last_id: null,
  });
  expect(models.listPath()).toBe('/v1/models?limit=1000');
  expect(models.listPath('a/b')).toBe('/v1/models?limit=1000&after_id=a%2Fb');
  expect(models.modelPath('a/b')).toBe('/v1/models/a%2Fb');
});

test('an error in the place of a list is thrown as what it is', () => {
  const error = { type: 'error', error: { type: 'not_found_error', message: 'None.' } };
  expect(() => models.decodeModel(error)).toThrow('None.');
  expect(() => models.decodeList({})).toThrow(OfoxError);
  expect(() => models.decodeModel({ type: 'model' })).toThrow(OfoxError);
});
