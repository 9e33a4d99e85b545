import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { isTaken, type KeyHelp, KeyPairs } from "../lib/keys";

export interface KeyGroup {
  title: string;
  keys: KeyHelp[];
}

const Groups = createContext<KeyGroup[]>([]);
const Change = createContext<(change: (groups: KeyGroup[]) => KeyGroup[]) => void>(() => {});

export function KeyHelpProvider({ children }: { children: ReactNode }) {
  const [groups, setGroups] = useState<KeyGroup[]>([]);
  return (
    <Change.Provider value={setGroups}>
      <Groups.Provider value={groups}>{children}</Groups.Provider>
    </Change.Provider>
  );
}

/** The keys that work now: what each part on screen said of itself. */
export const useKeyGroups = () => useContext(Groups);

/** Lists keys under a title in the help (`?`) while the caller is on screen. `keys` should be a constant. */
export function useKeyHelp(title: string, keys: KeyHelp[]) {
  const change = useContext(Change);
  useEffect(() => {
    const group = { title, keys };
    change((groups) => [...groups, group]);
    return () => change((groups) => groups.filter((one) => one !== group));
  }, [change, title, keys]);
}

export interface KeyAction extends KeyHelp {
  run: () => void;
}

/**
 * Listens for keys (`?`, `Escape`, `g h`) anywhere on the page, unless a field, menu or dialog has the keyboard, and lists
 * them in the help. With Ctrl, Alt or Meta held they are the browser's.
 */
export function useKeys(title: string, actions: KeyAction[]) {
  const latest = useRef(actions);
  latest.current = actions;
  const listed = actions.map(({ keys, does }) => `${keys}\t${does}`).join("\n");
  const help = useMemo(
    () =>
      listed.split("\n").map((line) => {
        const [keys = "", does = ""] = line.split("\t");
        return { keys, does };
      }),
    [listed],
  );
  useKeyHelp(title, help);
  useEffect(() => {
    const pairs = new KeyPairs();
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
      const known = new Set(latest.current.map((action) => action.keys));
      const typed = pairs.press(event.key, event.timeStamp, known);
      const action = latest.current.find((one) => one.keys === typed);
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
