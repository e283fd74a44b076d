import type { TokenLogprob } from '@ofoxai/core';
import type { Random } from './random.ts';

const OTHERS = [
  ' the',
  ' a',
  ',',
  '.',
  ' and',
  ' of',
  ' to',
  ' in',
  ' is',
  ' it',
  ' that',
  ' for',
  ' on',
  ' with',
  ' as',
  ' at',
  ' by',
  ' or',
  ' an',
  ' be',
  ' this',
];
const encoder = new TextEncoder();

/**
 * Made-up but consistent probabilities of a token: the chosen one is the likeliest, and together
 * with its alternatives it does not pass one.
 *
 * @param alternatives how many of the likeliest tokens are wanted, the chosen one among them.
 */
export function logprobsOf(token: string, alternatives: number, random: Random): TokenLogprob {
  const chosen = 0.6 + 0.39 * random();
  const top = [described(token, chosen)];
  let left = 1 - chosen;
  for (const other of OTHERS.filter((word) => word !== token)) {
    if (top.length >= alternatives) break;
    left /= 2;
    top.push(described(other, left));
  }
  return { ...described(token, chosen), top: top.slice(0, alternatives) };
}

function described(token: string, probability: number) {
  const logprob = Number(Math.log(probability).toFixed(6));
  return { token, logprob, bytes: [...encoder.encode(token)] };
}
