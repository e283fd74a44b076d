import { EXAMPLE_TOOL, readOwnTools } from '../../chat/own-tools.ts';
import { SAMPLE_TOOLS } from '../../chat/sample-tools.ts';
import type { ChatSettings } from '../../chat/settings.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select, TextField } from '../../ui/field.tsx';

const CHOICES: [ChatSettings['toolChoice'], string][] = [
  ['auto', 'When it wants to'],
  ['required', 'At least one'],
  ['none', 'Not now'],
];

interface ToolsFieldProps {
  settings: ChatSettings;
  runsTools: boolean;
  onChange(change: Partial<ChatSettings>): void;
  onRunsTools(runs: boolean): void;
}

/** The tools that the model may call: those of the page, and those that somebody writes here. */
export function ToolsField({ settings, runsTools, onChange, onRunsTools }: ToolsFieldProps) {
  const { tools: names, ownTools } = settings;
  const own = readOwnTools(ownTools);
  const count = names.length + own.tools.length;
  return (
    <Disclosure title={count > 0 ? `Tools (${count})` : 'Tools'} isUsed={count > 0}>
      <fieldset>
        <legend class="visually-hidden">Sample tools</legend>
        {SAMPLE_TOOLS.map(({ tool }) => (
          <label key={tool.name} class="check">
            <input
              type="checkbox"
              checked={names.includes(tool.name)}
              onChange={(event) => {
                const others = names.filter((name) => name !== tool.name);
                const tools = event.currentTarget.checked ? [...others, tool.name] : others;
                onChange({ tools });
              }}
            />
            <span>
              <code>{tool.name}</code> {tool.description}
            </span>
          </label>
        ))}
      </fieldset>
      <TextField
        label="Tools of your own, in JSON"
        rows={ownTools === '' ? 2 : 10}
        value={ownTools}
        placeholder='{ "name": …, "parameters": … }'
        onInput={(text) => onChange({ ownTools: text })}
      />
      {own.problem ? (
        <p class="hint bad" role="alert">
          {own.problem}
        </p>
      ) : (
        <p class="hint">You answer their calls by hand.</p>
      )}
      {ownTools === '' ? (
        <button type="button" class="small" onClick={() => onChange({ ownTools: EXAMPLE_TOOL })}>
          Begin with an example
        </button>
      ) : null}
      <Select
        label="It calls them"
        value={settings.toolChoice}
        options={CHOICES}
        onChange={(toolChoice) => onChange({ toolChoice })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={runsTools}
          onChange={(event) => onRunsTools(event.currentTarget.checked)}
        />
        <span>Answer the calls of the samples without asking me</span>
      </label>
    </Disclosure>
  );
}
