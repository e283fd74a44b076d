import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ToolAnswer } from '../chat/conversation.ts';
import { runSampleTool, SAMPLE_TOOLS } from '../chat/sample-tools.ts';
import { formatJson } from '../text/format.ts';
import { TextField } from './field.tsx';

interface Call {
  id: string;
  name: string;
  arguments: string;
}

interface ToolCallsProps {
  calls: readonly Call[];
  /** Whether they still wait for answers. */
  isOpen: boolean;
  /** Whether the page's own tools answer without asking. */
  runsThem: boolean;
  onResults(answers: ToolAnswer[]): void;
}

const isSample = (name: string) => SAMPLE_TOOLS.some(({ tool }) => tool.name === name);

/** The calls of one answer, each to be answered by the page's tool or by hand. */
export function ToolCalls({ calls, isOpen, runsThem, onResults }: ToolCallsProps) {
  const texts = useSignal<Readonly<Record<string, string>>>({});
  const errors = useSignal<Readonly<Record<string, boolean>>>({});
  const answerOf = ({ id, name }: Call): ToolAnswer => ({
    ...{ id, name, text: texts.value[id] ?? '', isError: errors.value[id] === true },
  });
  const run = ({ id, name, arguments: json }: Call) => {
    const { text, isError } = runSampleTool(name, json);
    texts.value = { ...texts.value, [id]: text };
    errors.value = { ...errors.value, [id]: isError };
  };
  const isAutomatic = isOpen && runsThem && calls.every(({ name }) => isSample(name));
  useEffect(() => {
    if (!isAutomatic) return;
    for (const call of calls) run(call);
    onResults(calls.map(answerOf));
  }, [isAutomatic]);
  const areAnswered = calls.every(({ id }) => (texts.value[id] ?? '') !== '');
  return (
    <div class="calls">
      {calls.map((call, index) => (
        <section
          key={call.id}
          class="card call"
          aria-label={`Tool call ${index + 1}: ${call.name}`}
        >
          <p class="call-name">
            <span class="tag">tool call</span> <code>{call.name}</code>
          </p>
          <pre>
            <code>{prettyJson(call.arguments)}</code>
          </pre>
          {isOpen && !isAutomatic ? (
            <>
              <TextField
                label={`Answer of ${call.name}`}
                rows={2}
                value={texts.value[call.id] ?? ''}
                placeholder="What the tool would say"
                onInput={(text) => {
                  texts.value = { ...texts.value, [call.id]: text };
                }}
              />
              <div class="row">
                {isSample(call.name) ? (
                  <button type="button" class="small" onClick={() => run(call)}>
                    Run it here
                  </button>
                ) : null}
                <label class="check">
                  <input
                    type="checkbox"
                    checked={errors.value[call.id] === true}
                    onChange={(event) => {
                      errors.value = { ...errors.value, [call.id]: event.currentTarget.checked };
                    }}
                  />
                  <span>It failed</span>
                </label>
              </div>
            </>
          ) : null}
        </section>
      ))}
      {isOpen && !isAutomatic ? (
        <button
          type="button"
          class="primary"
          disabled={!areAnswered}
          onClick={() => onResults(calls.map(answerOf))}
        >
          Give {calls.length === 1 ? 'the answer' : 'the answers'} to the model
        </button>
      ) : null}
    </div>
  );
}

function prettyJson(text: string): string {
  try {
    return formatJson(JSON.parse(text));
  } catch {
    return text;
  }
}
