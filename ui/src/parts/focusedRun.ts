import { useSyncExternalStore } from "react";

/*
 * The run under the pointer, wherever it is: its curve comes forward in every chart, its row and its column light up. It
 * lives beside React, because a pointer that crosses a chart changes it many times a second.
 */
let focused: string | undefined;
const listeners = new Set<() => void>();

export function focusRun(run: string | undefined): void {
  if (run === focused) return;
  focused = run;
  for (const tell of listeners) tell();
}

export const focusedRun = () => focused;

export function onFocusedRun(tell: () => void): () => void {
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
  };
}

/** Whether this run is under the pointer; only the one that changes draws anew. */
export const useIsFocused = (run: string | undefined): boolean =>
  useSyncExternalStore(onFocusedRun, () => run !== undefined && run === focused);
