import type { ProtocolOption, ReasoningEffort, Routing } from '@ofoxai/core';
import { type ChatSettings, readSchema } from '../../chat/settings.ts';
import { chatModels, models } from '../../state/catalogue.ts';
import { isOwnGateway } from '../../state/connection.ts';
import { formatCount, formatPrice } from '../../text/format.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { ModelPicker } from '../../ui/model-picker.tsx';
import { ToolsField } from './tools-field.tsx';

const PROTOCOLS: [ProtocolOption, string][] = [
  ['auto', 'The model’s own'],
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['gemini', 'Gemini'],
];

const EFFORTS: [ReasoningEffort | '', string][] = [
  ['', 'The model decides'],
  ['none', 'None'],
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
];

const ROUTINGS: [Routing | '', string][] = [
  ['', 'The gateway decides'],
  ['priority', 'By priority'],
  ['cost', 'The cheapest'],
  ['latency', 'The fastest'],
  ['balanced', 'Balanced'],
];

const DIRECTIVES: [string, string][] = [
  ['', 'Nothing'],
  ['pace-15', 'Types slowly (15 ms a token)'],
  ['slow-2000', 'Begins after two seconds'],
  ['error-503', 'Fails: unavailable (503)'],
  ['error-429', 'Fails: rate limited (429)'],
  ['cut-25:pace-15', 'Breaks off after 25 tokens'],
  ['flaky-2', 'Fails every second time'],
  ['refuse', 'Declines'],
  ['filter', 'Content filter'],
  ['redacted', 'Withholds its thoughts'],
];

interface SettingsFormProps {
  settings: ChatSettings;
  runsTools: boolean;
  onChange(change: Partial<ChatSettings>): void;
  onRunsTools(runs: boolean): void;
}

/** Everything that can be chosen for the next answer. */
export function SettingsForm({ settings, runsTools, onChange, onRunsTools }: SettingsFormProps) {
  const set =
    <K extends keyof ChatSettings>(name: K) =>
    (value: ChatSettings[K]) =>
      onChange({ [name]: value });
  const model = models.value.find(({ id }) => id === settings.model);
  const { problem } = readSchema(settings.schema);
  return (
    <form class="settings" aria-label="Settings of the answer" onSubmit={(e) => e.preventDefault()}>
      <ModelPicker
        label="Model"
        value={settings.model}
        models={chatModels.value}
        onChange={set('model')}
      />
      {model ? (
        <p class="hint">
          {formatCount(model.contextLength)} tokens of context ·{' '}
          {formatPrice(model.pricing?.prompt)} in, {formatPrice(model.pricing?.completion)} out per
          million
        </p>
      ) : null}
      <Select
        label="Protocol"
        value={settings.protocol}
        options={PROTOCOLS}
        onChange={set('protocol')}
      />
      <Select label="Thinking" value={settings.effort} options={EFFORTS} onChange={set('effort')} />
      {isOwnGateway.value ? (
        <Select
          label="Goes wrong on purpose"
          value={settings.directive}
          options={DIRECTIVES}
          onChange={set('directive')}
        />
      ) : null}
      <ToolsField
        settings={settings}
        runsTools={runsTools}
        onChange={onChange}
        onRunsTools={onRunsTools}
      />
      <Disclosure title="Structured answer" isUsed={settings.schema !== ''}>
        <TextField
          label="JSON Schema that the answer must satisfy"
          rows={8}
          value={settings.schema}
          placeholder='{ "type": "object", … }'
          onInput={set('schema')}
        />
        {problem ? (
          <p class="hint bad" role="alert">
            {problem}
          </p>
        ) : null}
      </Disclosure>
      <Disclosure
        title="Routing and fallback"
        isUsed={settings.fallback !== '' || settings.routing !== ''}
      >
        <Select
          label="Among the nodes of a model"
          value={settings.routing}
          options={ROUTINGS}
          onChange={set('routing')}
        />
        <TextField
          label="Models to fall back on"
          value={settings.fallback}
          placeholder="anthropic/claude-haiku-4.5, …"
          onInput={set('fallback')}
        />
      </Disclosure>
      <Disclosure title="System prompt and sampling" isUsed={settings.system !== ''}>
        <TextField label="System prompt" rows={3} value={settings.system} onInput={set('system')} />
        <TextField
          label="Temperature"
          value={settings.temperature}
          placeholder="the model’s own"
          onInput={set('temperature')}
        />
        <TextField
          label="At most this many tokens"
          value={settings.maxTokens}
          placeholder="no limit of yours"
          onInput={set('maxTokens')}
        />
      </Disclosure>
    </form>
  );
}
