import { useEffect, useRef } from "react";
import { isTaken } from "../../../lib/keys";
import { useKeyHelp } from "../../../parts/keys";

const listed = [
  { keys: "j / k", does: "Next, previous row" },
  { keys: "x / Space", does: "Select it; with Shift, all up to it" },
  { keys: "Enter", does: "Open it" },
  { keys: "Home / End", does: "First, last row" },
  { keys: "Esc", does: "Select nothing" },
];

interface Hands {
  count: number;
  active: number;
  /** Rows of a page. */
  page: number;
  move: (index: number) => void;
  select: (isRange: boolean) => void;
  open: () => void;
  clear: () => void;
}

/** The table by keys. Buttons, links and boxes keep their own Enter and space. */
export function useTableKeys(hands: Hands) {
  useKeyHelp("Runs table", listed);
  const now = useRef(hands);
  now.current = hands;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTaken(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.closest("[role=slider], [role=tab], [role=separator]")) return;
      const { count, active, page, move, select, open, clear } = now.current;
      const go = (index: number) => move(Math.max(0, Math.min(count - 1, index)));
      const onControl = !!target.closest("button, a, input");
      if (event.key === "j" || event.key === "ArrowDown") go(active + 1);
      else if (event.key === "k" || event.key === "ArrowUp") go(active - 1);
      else if (event.key === "PageDown") go(active + page);
      else if (event.key === "PageUp") go(active - page);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(count - 1);
      else if (event.key === "Escape") clear();
      else if (event.key.toLowerCase() === "x" && !onControl) select(event.shiftKey);
      else if (event.key === " " && !onControl) select(event.shiftKey);
      else if (event.key === "Enter" && !onControl && active >= 0) open();
      else return;
      if (event.key !== "Escape") event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
