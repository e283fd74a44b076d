import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { Warning, WarningCode } from '../../warning.ts';
import type { DecodeContext } from '../protocol.ts';
import { bodyError } from './error.ts';
import { readLogprobs } from './logprobs.ts';
import { MessageReader } from './message-reader.ts';
import { readUsage } from './usage.ts';
import { readFinish } from './words.ts';

type Emit = (event: ReplyEvent) => void;

/**
 * Reads whole answers and chunks of streamed ones, which differ in little but `message` and
 * `delta`. Everything that ends an answer is held back for {@link end}.
 */
export class ReplyReader {
  readonly #context: DecodeContext;
  readonly #message = new MessageReader();
  readonly #extra: JsonObject = {};
  readonly #choiceExtra: JsonObject = {};
  readonly #warnings: Warning[] = [];
  #isExtraNew = false;
  #isStarted = false;
  #choice: number | undefined;
  #hasDropped = false;
  #hasDelta = false;
  #usage: JsonObject | undefined;
  #finish: string | undefined;
  #native: string | undefined;
  #stopSequence: string | undefined;

  constructor(context: DecodeContext) {
    this.#context = context;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether the answer has said why it ended. */
  get isFinished(): boolean {
    return this.#finish !== undefined;
  }

  warn(code: WarningCode, message: string): void {
    this.#warnings.push({ code, path: 'finish', message });
  }

  /** @throws OfoxError when the body is an error. */
  push(body: JsonObject, isWhole: boolean, emit: Emit): void {
    if (body.error !== undefined && body.error !== null) throw bodyError(body);
    const { choices } = body;
    for (const key in body) {
      switch (key) {
        case 'id':
        case 'object':
        case 'created':
        case 'model':
        case 'choices':
        case 'obfuscation':
          break;
        case 'usage':
          if (isJsonObject(body.usage)) this.#usage = body.usage;
          break;
        default:
          this.#keep(this.#extra, key, body[key]);
      }
    }
    if (!Array.isArray(choices)) return;
    for (const choice of choices) {
      if (isJsonObject(choice)) this.#pushChoice(choice, body, isWhole, emit);
    }
  }

  #keep(extra: JsonObject, key: string, value: JsonValue | undefined): void {
    if (value === undefined || value === null || extra[key] === value) return;
    setField(extra, key, value);
    this.#isExtraNew = true;
  }

  #pushChoice(choice: JsonObject, body: JsonObject, isWhole: boolean, emit: Emit): void {
    const index = typeof choice.index === 'number' ? choice.index : 0;
    this.#choice ??= index;
    if (index !== this.#choice || (isWhole && this.#isStarted)) {
      this.#hasDropped = true;
      return;
    }
    for (const key in choice) {
      switch (key) {
        case 'index':
        case 'delta':
        case 'message':
        case 'logprobs':
          break;
        case 'finish_reason':
          if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') {
            this.#finish = choice.finish_reason;
          }
          break;
        case 'native_finish_reason':
          if (typeof choice.native_finish_reason === 'string') {
            this.#native = choice.native_finish_reason;
          }
          break;
        case 'stop_reason':
          if (typeof choice.stop_reason === 'string') this.#stopSequence = choice.stop_reason;
          else this.#keep(this.#choiceExtra, key, choice.stop_reason);
          break;
        case 'error':
          if (isJsonObject(choice.error)) throw bodyError(choice);
          break;
        default:
          this.#keep(this.#choiceExtra, key, choice[key]);
      }
    }
    if (!this.#isStarted) this.#start(body, emit);
    const { delta, message } = choice;
    if (isJsonObject(delta)) {
      this.#hasDelta = true;
      this.#message.pushDelta(delta, emit);
    } else if (isJsonObject(message)) {
      if (isWhole) this.#message.pushWhole(message, emit);
      else if (!this.#hasDelta) this.#message.pushDelta(message, emit);
    }
    if (choice.logprobs) {
      const tokens = readLogprobs(choice.logprobs);
      if (tokens.length > 0) emit({ type: 'logprobs', tokens });
    }
  }

  #start(body: JsonObject, emit: Emit): void {
    this.#isStarted = true;
    const id = typeof body.id === 'string' ? body.id : '';
    const model = typeof body.model === 'string' ? body.model : '';
    const created = typeof body.created === 'number' ? body.created : undefined;
    this.#message.scope = id || String(created ?? '');
    emit({
      type: 'start',
      id,
      model: model || (this.#context.model ?? ''),
      ...(created === undefined ? {} : { created }),
    });
    this.#emitExtra(emit);
  }

  #emitExtra(emit: Emit): void {
    if (!this.#isExtraNew) return;
    this.#isExtraNew = false;
    const extra = { ...this.#extra };
    if (Object.keys(this.#choiceExtra).length > 0) extra.choice = { ...this.#choiceExtra };
    emit({ type: 'extra', extra: { openai: extra } });
  }

  /** Tells the end. */
  end(emit: Emit): void {
    if (!this.#isStarted)
      throw new OfoxError('upstream', 'The answer holds no choices.', { status: 502 });
    this.#message.end(emit);
    const { extra } = this.#message;
    if (Object.keys(extra).length > 0) this.#keep(this.#extra, 'message', extra);
    this.#emitExtra(emit);
    if (this.#hasDropped) {
      const message = 'The answer held several choices; only the first was read.';
      this.#warnings.push({ code: 'choices_dropped', path: 'content', message });
    }
    for (const warning of this.#warnings) emit({ type: 'warning', warning });
    if (this.#usage) emit({ type: 'usage', usage: readUsage(this.#usage) });
    const hasCalls = this.#message.hasCalls;
    const finish =
      this.#finish === undefined
        ? { reason: hasCalls ? ('tool_calls' as const) : ('stop' as const) }
        : readFinish(this.#finish, this.#native, hasCalls);
    const stopSequence = this.#stopSequence;
    emit({
      type: 'finish',
      finish: stopSequence === undefined ? finish : { ...finish, stopSequence },
    });
  }
}
