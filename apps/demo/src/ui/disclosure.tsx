import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DisclosureProps {
  title: string;
  /** Whether something in it is chosen: then it opens by itself, and never closes by itself. */
  isUsed: boolean;
  children: ComponentChildren;
}

/** Settings that stay folded until they are wanted. */
export function Disclosure({ title, isUsed, children }: DisclosureProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isUsed && details.current) details.current.open = true;
  }, [isUsed]);
  return (
    <details ref={details}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
