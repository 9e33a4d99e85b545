import type { ComponentType } from "react";

/** Something the palette offers. */
export interface Command {
  id: string;
  group: string;
  label: string;
  note?: string;
  /** Other words it is found by. */
  words?: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  run: () => void;
}

/** Whether each word of the text begins or is within a word of the command. Nothing typed: everything matches. */
export function matches(command: Pick<Command, "label" | "note" | "words">, text: string): boolean {
  const all = [command.label, command.note, command.words].join(" ").toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
