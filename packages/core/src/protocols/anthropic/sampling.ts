import type { JsonObject } from '../../json.ts';
import type { ChatRequest } from '../../request.ts';
import { type Encoding, warn } from './encoding.ts';

/**
 * Writes `temperature` (0 to 1 on this wire), `top_p`, `top_k` and `stop_sequences`, without what
 * the model refuses: newer ones take no sampling at all, and one that thinks takes no temperature
 * but 1, no `top_k`, and no `top_p` below 0.95.
 */
export function writeSampling(
  request: ChatRequest,
  body: JsonObject,
  thinks: boolean,
  encoding: Encoding,
): void {
  const { sampling, bothSamplings } = encoding.traits;
  const { temperature, topP, topK } = request;
  const refuse = (path: string, why: string) => {
    warn(encoding, 'dropped', path, `${path} was left out, as ${why}.`);
  };
  const fixed = sampling ? 'the model thinks' : 'the model refuses it';
  const isFixed = thinks || !sampling;
  if (temperature !== undefined) {
    if (!isFixed) body.temperature = clampTemperature(temperature, encoding);
    else if (temperature !== 1) refuse('temperature', fixed);
  }
  if (topP !== undefined) {
    if (!sampling || (thinks && topP < 0.95)) refuse('topP', fixed);
    else if (!bothSamplings && body.temperature !== undefined) {
      refuse('topP', 'the model takes it or temperature, not both');
    } else body.top_p = topP;
  }
  if (topK !== undefined) {
    if (isFixed) refuse('topK', fixed);
    else body.top_k = topK;
  }
  const stop = request.stop.filter((sequence, at) => {
    if (sequence.trim() !== '') return true;
    refuse(`stop[${at}]`, 'the protocol has no stop sequences of white space alone');
    return false;
  });
  if (stop.length > 0) body.stop_sequences = stop;
}

function clampTemperature(temperature: number, encoding: Encoding): number {
  if (temperature <= 1) return temperature;
  warn(encoding, 'clamped', 'temperature', `The highest temperature is 1, not ${temperature}.`);
  return 1;
}
