import { expect, test } from 'vitest';
import { RequestScanner, type ScannedRequest } from '../../src/static/request-scanner.ts';

const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const chunked = (path: string, ...chunks: string[]) =>
  `POST ${path} HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n${[...chunks, '']
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}`)
    .join('\r\n')}\r\n`;

const BYTES = Buffer.from(
  [
    post('/a', '{"model":"ü"}'),
    post('/b', '{"stream" : true,"x":"世"}'),
    'GET /c HTTP/1.1\r\nhost: a\r\n\r\n',
    post('/d', '{"text":"\\"stream\\":true","stream":false}'),
    chunked('/e', '{"stre', 'am":tr', 'ue}'),
    chunked('/f', '{}'),
    post('/v1beta/models/g:streamGenerateContent', '{}'),
    post('/g', ''),
  ].join(''),
);
const EXPECTED: ScannedRequest[] = [
  { path: '/a', stream: false },
  { path: '/b', stream: true },
  { path: '/c', stream: false },
  { path: '/d', stream: false },
  { path: '/e', stream: true },
  { path: '/f', stream: false },
  { path: '/v1beta/models/g:streamGenerateContent', stream: true },
  { path: '/g', stream: false },
];

test('finds the same requests wherever the bytes are cut', () => {
  for (let size = 1; size <= BYTES.length; size++) {
    const found: ScannedRequest[] = [];
    const scanner = new RequestScanner((request) => found.push(request));
    for (let at = 0; at < BYTES.length; at += size) scanner.push(BYTES.subarray(at, at + size));
    expect(found).toEqual(EXPECTED);
  }
});
