import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { chatModels } from '../state/catalogue.ts';
import { connection } from '../state/connection.ts';
import { formatRoute, route, tellAddress } from '../state/route.ts';
import { CodeView } from '../ui/code-view.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';
import { n8nWorkflow } from '../use-it-in/n8n-workflow.ts';
import { SNIPPETS, type SnippetFacts } from '../use-it-in/snippets.ts';

/** Snippets for the tools that people have, filled with the current settings. */
export function UseItIn() {
  const linked = useMemo(() => route.value.params, []);
  const model = useSignal(linked.get('model') ?? 'anthropic/claude-sonnet-4.5');
  const showsKey = useSignal(false);
  const tool = route.value.params.get('tool');
  const snippet = SNIPPETS.find(({ id }) => id === tool) ?? SNIPPETS[0];
  const { baseUrl, apiKey } = connection.value;
  const facts: SnippetFacts = {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    model: model.value,
    apiKey: showsKey.value && apiKey !== '' ? apiKey : 'YOUR_OFOX_API_KEY',
  };
  return (
    <div class="use-it-in">
      <nav class="card" aria-label="Tools">
        <ul>
          {SNIPPETS.map(({ id, title }) => (
            <li key={id}>
              <a
                href={formatRoute('use-it-in', { tool: id, model: model.value })}
                aria-current={id === snippet.id ? 'true' : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="stack">
        <div class="card row controls">
          <ModelPicker
            label="Model"
            value={model.value}
            models={chatModels.value}
            onChange={(id) => {
              model.value = id;
              tellAddress('use-it-in', { tool: snippet.id, model: id });
            }}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={showsKey.value}
              disabled={apiKey === ''}
              onChange={(event) => {
                showsKey.value = event.currentTarget.checked;
              }}
            />
            <span>Write my key into the snippet</span>
          </label>
        </div>
        <section class="card stack snippet" aria-label={snippet.title}>
          <div>
            <h2>{snippet.title}</h2>
            <p class="hint">{snippet.about}</p>
          </div>
          <CodeView
            key={snippet.id}
            label={`${snippet.title} snippet`}
            text={snippet.write(facts)}
            language={snippet.language === 'json' ? 'json' : 'text'}
          />
          {snippet.id === 'n8n' ? (
            <p>
              <a class="button" download="ofox-chat.json" href={workflowUrl(facts)}>
                Download the workflow
              </a>
            </p>
          ) : null}
        </section>
      </div>
    </div>
  );
}

function workflowUrl(facts: SnippetFacts): string {
  return `data:application/json,${encodeURIComponent(JSON.stringify(n8nWorkflow(facts), null, 2))}`;
}
