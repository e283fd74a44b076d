import type { ComponentChildren } from 'preact';

/** Room for a table that is wider than its place, reached by keyboard too. */
export function TableScroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="table-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
