import { useSignal } from '@preact/signals';
import { models } from '../../state/catalogue.ts';
import { formatCount, formatPrice } from '../../text/format.ts';
import { TextField } from '../../ui/field.tsx';
import { TableScroll } from '../../ui/table-scroll.tsx';

const SHOWN = 30;

/** All models that are served, and what they cost. */
export function ModelTable() {
  const query = useSignal('');
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.value.filter(({ id }) => words.every((word) => id.includes(word)));
  return (
    <section class="card stack">
      <h2>Models</h2>
      <TextField
        label="Search the models"
        value={query.value}
        placeholder="claude sonnet"
        onInput={(text) => {
          query.value = text;
        }}
      />
      <TableScroll label="Models">
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Context
              </th>
              <th scope="col" class="number">
                In, per million
              </th>
              <th scope="col" class="number">
                Out, per million
              </th>
              <th scope="col">Takes</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, SHOWN).map(({ id, contextLength, pricing, inputModalities }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td class="number">{contextLength ? formatCount(contextLength) : '—'}</td>
                <td class="number">{formatPrice(pricing?.prompt)}</td>
                <td class="number">{formatPrice(pricing?.completion)}</td>
                <td>{inputModalities?.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p class="hint" role="status">
        {found.length > SHOWN
          ? `The first ${SHOWN} of ${formatCount(found.length)}.`
          : `${formatCount(found.length)} models.`}
      </p>
    </section>
  );
}
