import { useSignal } from '@preact/signals';
import { chatModels } from '../state/catalogue.ts';
import { connection } from '../state/connection.ts';
import { CodeView } from '../ui/code-view.tsx';
import { ModelPicker } from '../ui/model-picker.tsx';
import { n8nWorkflow, SNIPPETS, type SnippetFacts } from '../use-it-in/snippets.ts';

/** Snippets for the tools that people have, filled with the current settings. */
export function UseItIn() {
  const model = useSignal('anthropic/claude-sonnet-4.5');
  const showsKey = useSignal(false);
  const { baseUrl, apiKey } = connection.value;
  const facts: SnippetFacts = {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    model: model.value,
    apiKey: showsKey.value && apiKey !== '' ? apiKey : 'YOUR_OFOX_API_KEY',
  };
  return (
    <div class="stack">
      <div class="card row controls">
        <ModelPicker
          label="Model"
          value={model.value}
          models={chatModels.value}
          onChange={(id) => {
            model.value = id;
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
          <span>Write my key into the snippets</span>
        </label>
      </div>
      <nav class="row" aria-label="Tools">
        {SNIPPETS.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            class="small"
            onClick={() => document.getElementById(`use-${id}`)?.scrollIntoView()}
          >
            {title}
          </button>
        ))}
      </nav>
      <div class="columns snippets">
        {SNIPPETS.map(({ id, title, about, language, write }) => (
          <section key={id} id={`use-${id}`} class="card stack snippet" aria-label={title}>
            <div>
              <h2>{title}</h2>
              <p class="hint">{about}</p>
            </div>
            <CodeView
              label={`${title} snippet`}
              text={write(facts)}
              language={language === 'json' ? 'json' : 'text'}
            />
            {id === 'n8n' ? (
              <p>
                <a class="button" download="ofox-chat.json" href={workflowUrl(facts)}>
                  Download the workflow
                </a>
              </p>
            ) : null}
          </section>
        ))}
      </div>
    </div>
  );
}

function workflowUrl(facts: SnippetFacts): string {
  return `data:application/json,${encodeURIComponent(JSON.stringify(n8nWorkflow(facts), null, 2))}`;
}
