/** A pause that a test ends: `pauseAfterChunks(2, gate.opened)`, and later `gate.open()`. */
export interface Gate {
  opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
