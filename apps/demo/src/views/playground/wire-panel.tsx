import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Turn } from '../../chat/conversation.ts';
import { BASE_PATHS, PROTOCOL_LABELS, type WireForm, wireForms } from '../../chat/wire-forms.ts';
import { KEPT_BYTES, type WireRecord } from '../../state/recording-client.ts';
import { formatCount, formatJson } from '../../text/format.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';

type Side = 'request' | 'answer';

const SIDES: readonly (readonly [Side, string])[] = [
  ['request', 'Request'],
  ['answer', 'Answer'],
];

/**
 * The last request and answer: on the wire that was used as they went over it, and on the other two
 * as they would have.
 */
export function WirePanel({ turn }: { turn: Extract<Turn, { kind: 'assistant' }> }) {
  const side = useSignal<Side>('request');
  const { live, protocol, request } = turn;
  live.version.value;
  const reply = live.isOver ? live.reply : undefined;
  const forms = useMemo(() => wireForms(request, reply), [request, reply]);
  return (
    <section class="wire" aria-label="On the wire">
      <div class="row between">
        <h2>On the wire</h2>
        <Segmented
          label="Which side to show"
          name="wire-side"
          value={side.value}
          options={SIDES}
          onChange={(chosen) => {
            side.value = chosen;
          }}
        />
      </div>
      <div class="columns three">
        {forms.map((form) => (
          <Wire
            key={form.protocol}
            form={form}
            side={side.value}
            record={form.protocol === protocol ? live.record : undefined}
            isUsed={form.protocol === protocol}
          />
        ))}
      </div>
    </section>
  );
}

interface WireProps {
  form: WireForm;
  side: Side;
  record: WireRecord | undefined;
  isUsed: boolean;
}

function Wire({ form, side, record, isUsed }: WireProps) {
  const name = PROTOCOL_LABELS[form.protocol];
  return (
    <article class={`card ${isUsed ? 'used' : ''}`}>
      <h3>
        {name} <span class="tag">{isUsed ? 'sent like this' : 'would be'}</span>
      </h3>
      {form.problem ? <p class="hint bad">{form.problem}</p> : null}
      {side === 'request' ? (
        <RequestSide form={form} record={record} />
      ) : (
        <AnswerSide form={form} record={record} />
      )}
    </article>
  );
}

function RequestSide({ form, record }: { form: WireForm; record: WireRecord | undefined }) {
  if (!form.request) return null;
  const { path, headers, body, warnings } = form.request;
  const shown = record?.headers ?? headers;
  const head = Object.entries(shown).map(([key, value]) => `${key}: ${value}`);
  const line = `POST ${record?.path ?? BASE_PATHS[form.protocol] + path}`;
  return (
    <>
      <p class="wire-line">
        <code>{line}</code>
      </p>
      {record && head.length > 0 ? <p class="wire-line faint">{head.join('\n')}</p> : null}
      <CodeView
        label={`Request on the ${PROTOCOL_LABELS[form.protocol]} wire`}
        text={formatJson(record?.body ?? body)}
      />
      {warnings.length === 0 ? null : (
        <ul class="wire-warnings">
          {warnings.map((warning) => (
            <li key={warning.path + warning.message}>{warning.message}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function AnswerSide({ form, record }: { form: WireForm; record: WireRecord | undefined }) {
  const label = `Answer on the ${PROTOCOL_LABELS[form.protocol]} wire`;
  if (record?.status !== undefined) {
    const { text, bytes } = record;
    const rest = bytes > KEPT_BYTES ? `\n… ${formatCount(bytes)} bytes in all` : '';
    return (
      <>
        <p class="wire-line">
          <code>HTTP {record.status}</code> {record.answerHeaders?.['content-type']}
        </p>
        <CodeView label={label} text={text + rest} language="text" />
      </>
    );
  }
  if (!form.reply) return <p class="hint">The answer has not come yet.</p>;
  return (
    <>
      <p class="wire-line faint">The same answer in one piece</p>
      <CodeView label={label} text={formatJson(form.reply)} />
    </>
  );
}
