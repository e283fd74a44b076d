import { outputTokens } from '@ofoxai/core';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Conversation } from '../chat/conversation.ts';
import { DEFAULT_SETTINGS } from '../chat/settings.ts';
import { chatModels } from '../state/catalogue.ts';
import { isOwnGateway } from '../state/connection.ts';
import { route, tellAddress } from '../state/route.ts';
import { formatCost, formatCount, formatMs } from '../text/format.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { TextField } from '../ui/field.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';

const MODELS = ['openai/gpt-4o', 'anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview'];
const MOST = 6;
const PROMPT = 'Write 80 words about the sea.';
/** The offline models answer at once; with a pace of their own one can watch them. */
const PACES = ['pace-12', 'pace-20', 'pace-8', 'pace-16', 'pace-10', 'pace-14'];

interface Column {
  id: number;
  model: string;
  conversation: Conversation;
}

let columnsMade = 0;

function makeColumn(model: string): Column {
  columnsMade += 1;
  return { id: columnsMade, model, conversation: new Conversation() };
}

/** One prompt, answered by several models at once. */
export function Compare() {
  const linked = useMemo(() => {
    const { params } = route.value;
    const models = params.get('models')?.split(',').filter(Boolean).slice(0, MOST);
    return { models: models?.length ? models : MODELS, prompt: params.get('prompt') ?? PROMPT };
  }, []);
  const prompt = useSignal(linked.prompt);
  const columns = useSignal<readonly Column[]>(
    useMemo(() => linked.models.map(makeColumn), [linked]),
  );
  const isRunning = columns.value.some(({ conversation }) => conversation.isRunning.value);
  const stop = () => {
    for (const { conversation } of columns.value) conversation.stop();
  };
  useEffect(() => stop, []);

  const ask = () => {
    const models = columns.value.map(({ model }) => model);
    tellAddress('compare', { models: models.join(','), prompt: prompt.value });
    columns.value.forEach(({ model, conversation }, index) => {
      conversation.clear();
      const directive = isOwnGateway.value ? (PACES[index] ?? '') : '';
      const settings = { ...DEFAULT_SETTINGS, model, directive };
      void conversation.say([{ type: 'text', text: prompt.value }], settings);
    });
  };
  return (
    <div class="stack">
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextField
          label="Prompt"
          rows={2}
          value={prompt.value}
          onInput={(text) => {
            prompt.value = text;
          }}
        />
        <div class="row">
          {isRunning ? (
            <button type="button" class="stop" onClick={stop}>
              Stop all
            </button>
          ) : (
            <button type="submit" class="primary" disabled={prompt.value.trim() === ''}>
              Ask all
            </button>
          )}
          <button
            type="button"
            disabled={isRunning || columns.value.length >= MOST}
            onClick={() => {
              columns.value = [...columns.value, makeColumn('x-ai/grok-4.5')];
            }}
          >
            Add a model
          </button>
        </div>
      </form>
      <Ranking columns={columns.value} />
      <div class="columns">
        {columns.value.map((column) => (
          <CompareColumn
            key={column.id}
            column={column}
            isRunning={isRunning}
            onModel={(model) => {
              columns.value = columns.value.map((one) =>
                one === column ? { ...one, model } : one,
              );
            }}
            onRemove={() => {
              columns.value = columns.value.filter((one) => one !== column);
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface CompareColumnProps {
  column: Column;
  isRunning: boolean;
  onModel(model: string): void;
  onRemove(): void;
}

function CompareColumn({ column, isRunning, onModel, onRemove }: CompareColumnProps) {
  const answer = column.conversation.lastAnswer.value;
  return (
    <section class="compare-column" aria-label={column.model}>
      <fieldset disabled={isRunning} class="row nowrap">
        <legend class="visually-hidden">{column.model}</legend>
        <ModelPicker
          label="Model"
          value={column.model}
          models={chatModels.value}
          onChange={onModel}
        />
        <button
          type="button"
          class="small"
          aria-label={`Remove ${column.model}`}
          onClick={onRemove}
        >
          ×
        </button>
      </fieldset>
      {answer ? <AnswerView live={answer.live} /> : <p class="hint">Not asked yet.</p>}
    </section>
  );
}

/** The answers so far, the quickest first. */
function Ranking({ columns }: { columns: readonly Column[] }) {
  const rows = columns.flatMap(({ id, model, conversation }) => {
    const live = conversation.lastAnswer.value?.live;
    live?.version.value;
    if (live?.totalMs === undefined || !live.reply) return [];
    const { totalMs, firstOutputMs, reply } = live;
    return [{ id, model, totalMs, firstOutputMs, usage: reply.usage }];
  });
  if (rows.length < 2) return null;
  const slowest = Math.max(...rows.map(({ totalMs }) => totalMs));
  rows.sort((left, right) => left.totalMs - right.totalMs);
  return (
    <TableScroll label="Time and cost">
      <table class="ranking">
        <caption class="visually-hidden">Time and cost of each answer, the quickest first</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Time</th>
            <th scope="col" class="number">
              First token
            </th>
            <th scope="col" class="number">
              Tokens
            </th>
            <th scope="col" class="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, model, totalMs, firstOutputMs, usage }) => (
            <tr key={id}>
              <th scope="row">{model}</th>
              <td>
                <span class="bar" style={{ width: `${Math.max(2, (totalMs / slowest) * 100)}%` }} />
                {formatMs(totalMs)}
              </td>
              <td class="number">{formatMs(firstOutputMs)}</td>
              <td class="number">{formatCount(outputTokens(usage))}</td>
              <td class="number">{formatCost(usage.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
