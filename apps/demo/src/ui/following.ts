import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the end of what grows in sight, as long as it is looked at: whoever scrolls back is left
 * where they are.
 *
 * @param pieces when this changes the end is shown in any case.
 * @param version changes with every growth.
 * @returns the ref of an element at the end.
 */
export function useFollowing(pieces: number, version: number | undefined): Ref<HTMLDivElement> {
  const end = useRef<HTMLDivElement>(null);
  const isInSight = useRef(true);
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      isInSight.current = entry?.isIntersecting ?? false;
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (pieces > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [pieces]);
  useLayoutEffect(() => {
    if (version && isInSight.current) end.current?.scrollIntoView({ block: 'nearest' });
  }, [version]);
  return end;
}
