import { describe, expect, it } from 'vitest';
import {
  describeAddress,
  parseRedisUrl,
  withoutSecrets,
} from '../../../src/limits/redis/redis-address.ts';

describe('parseRedisUrl', () => {
  it('reads what clients of Redis and Valkey read', () => {
    const plain = { host: 'localhost', port: 6379, tls: false, db: 0 };
    expect(parseRedisUrl('redis://localhost')).toEqual(plain);
    expect(parseRedisUrl('valkey://localhost/')).toEqual(plain);
    expect(parseRedisUrl('rediss://localhost')).toEqual({ ...plain, tls: true });
    expect(parseRedisUrl('valkeys://u:p%40ss@[::1]:7000/3')).toEqual({
      host: '::1',
      port: 7000,
      tls: true,
      db: 3,
      username: 'u',
      password: 'p@ss',
    });
    expect(parseRedisUrl('redis://:pass@h')).toEqual({ ...plain, host: 'h', password: 'pass' });
  });

  it('refuses anything else without repeating it', () => {
    for (const url of [
      '',
      'localhost',
      'http://:planted@localhost',
      'redis://:planted@/0',
      'redis://:planted@localhost/x',
      'redis://:planted%@localhost',
      'redis://:planted@localhost?db=1',
      'redis://:planted@localhost:notaport',
    ]) {
      expect(() => parseRedisUrl(url)).toThrow(TypeError);
      expect(() => parseRedisUrl(url)).not.toThrow(/planted/);
    }
  });
});

describe('describeAddress', () => {
  it('names host and port and nothing else', () => {
    expect(describeAddress(parseRedisUrl('redis://u:p@localhost/1'))).toBe('localhost:6379');
    expect(describeAddress(parseRedisUrl('redis://u:p@[::1]:1'))).toBe('[::1]:1');
  });
});

describe('withoutSecrets', () => {
  it('takes user and password out', () => {
    const address = parseRedisUrl('redis://me:planted@h');
    expect(withoutSecrets("beginning with: 'me' 'planted'", address)).toBe(
      "beginning with: '***' '***'",
    );
  });
});
