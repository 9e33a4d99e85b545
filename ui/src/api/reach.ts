import { useSyncExternalStore } from "react";

/** Whether the server answers. Told by every request and by the live stream; asked again here while it does not. */
let reachable = true;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const returned = new Set<() => void>();

const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 10_000;

/** A proxy in front answers with these while the server behind it is away. */
export const isAway = (status: number, isProblem: boolean) =>
  !isProblem && (status === 502 || status === 503 || status === 504);

export function tellReach(answers: boolean): void {
  if (answers === reachable) return;
  reachable = answers;
  for (const listener of listeners) listener();
  if (answers) {
    clearTimeout(timer);
    for (const listener of returned) listener();
  } else ask(firstPauseMilliseconds);
}

function ask(pause: number): void {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (await isThere()) tellReach(true);
    else ask(Math.min(pause * 1.5, longestPauseMilliseconds));
  }, pause);
}

async function isThere(): Promise<boolean> {
  try {
    const response = await fetch("/api/v1/session", { headers: { Accept: "application/json" } });
    return response.ok;
  } catch {
    return false;
  }
}

/** Asks at once whether the server is there, as when a stream broke off. */
export async function checkReach(): Promise<void> {
  if (reachable) tellReach(await isThere());
}

export const useReachable = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reachable,
  );

/** Calls back each time the server returns. */
export function onReturn(listener: () => void): () => void {
  returned.add(listener);
  return () => returned.delete(listener);
}
