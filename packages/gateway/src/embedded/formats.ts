import type { Hints } from './hints.ts';
import { digest } from './random.ts';

/**
 * A string of one of JSON Schema's formats, from the message where it holds one.
 * @returns `undefined` for a format of which nothing is known.
 */
export function stringOfFormat(format: string, hints: Hints, index: number): string | undefined {
  switch (format) {
    case 'date':
      return hints.dates[index] ?? `2026-01-${String((index % 28) + 1).padStart(2, '0')}`;
    case 'date-time':
      return (
        hints.dateTimes[index] ?? `2026-01-${String((index % 28) + 1).padStart(2, '0')}T12:00:00Z`
      );
    case 'time':
      return '12:00:00Z';
    case 'duration':
      return `PT${index + 1}H`;
    case 'email':
    case 'idn-email':
      return hints.emails[index] ?? `person${index + 1}@example.com`;
    case 'uri':
    case 'url':
    case 'iri':
      return hints.urls[index] ?? `https://example.com/${index + 1}`;
    case 'uri-reference':
    case 'iri-reference':
      return hints.urls[index] ?? `/${index + 1}`;
    case 'uuid':
      return hints.uuids[index] ?? uuid(`${hints.text} ${index}`);
    case 'hostname':
    case 'idn-hostname':
      return `host${index + 1}.example.com`;
    case 'ipv4':
      return `192.0.2.${(index % 254) + 1}`;
    case 'ipv6':
      return `2001:db8::${((index % 0xfffe) + 1).toString(16)}`;
    case 'json-pointer':
      return `/${index}`;
    default:
      return undefined;
  }
}

function uuid(seed: string): string {
  const hex = digest(seed);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
