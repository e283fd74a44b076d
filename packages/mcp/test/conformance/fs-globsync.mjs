// The referee imports `globSync` from `fs`, which Node 20 does not have; only a command that is not
// used here calls it. This hook gives the referee, and nobody else, an `fs` that has the name.
import { register } from 'node:module';

const hooks = `
export async function resolve(specifier, context, next) {
  if (specifier === 'fs' && context.parentURL?.includes('/conformance/dist/')) {
    return { url: 'shim:fs', shortCircuit: true };
  }
  return next(specifier, context);
}
export async function load(url, context, next) {
  if (url !== 'shim:fs') return next(url, context);
  const source = "export * from 'node:fs'; export { default } from 'node:fs'; export function globSync() { throw new Error('There is no globSync here.'); }";
  return { format: 'module', source, shortCircuit: true };
}
`;
const fs = await import('node:fs');
if (!('globSync' in fs)) register(`data:text/javascript,${encodeURIComponent(hooks)}`);
