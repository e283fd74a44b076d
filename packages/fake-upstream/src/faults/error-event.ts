import { type Fault, isBody } from '../step.ts';
import { type ErrorSpec, errorEvent } from '../wires/error.ts';

/**
 * Ends a stream with an error event in the protocol's own form: after so many chunks, or, unless
 * told, right after the preamble, before there is any output.
 * @throws when played over an answer that is not a stream
 */
export function errorInStream(error: ErrorSpec, afterChunks?: number): Fault {
  return function* (steps, request) {
    let sent = 0;
    for (const step of steps) {
      if (step.do === 'json') throw new TypeError('Only a stream can have an error event');
      const due =
        afterChunks === undefined
          ? isBody(step) && !(step.do === 'event' && step.preamble === true)
          : isBody(step) && sent === afterChunks;
      if (due || step.do === 'end') {
        yield { do: 'event', event: errorEvent(request.protocol, error) };
        yield { do: 'end' };
        return;
      }
      if (isBody(step)) sent += 1;
      yield step;
    }
  };
}
