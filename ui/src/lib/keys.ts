/** Keys as they are written in help and in code: `Ctrl+K`, `?`, `g h` (one after the other). */

export interface KeyHelp {
  keys: string;
  does: string;
}

/** Whether the keyboard belongs to something else now: a field, a menu or a dialog. */
export function isTaken(event: { target: EventTarget | null }): boolean {
  const target = event.target as Element | null;
  return !!target?.closest?.(
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=menu], [role=dialog], [role=listbox]",
  );
}

/** Puts one-letter keys together to pairs, as in `g h`; the first of a pair is forgotten after a while. */
export class KeyPairs {
  private first = "";
  private at = 0;

  constructor(private readonly patienceMilliseconds = 1000) {}

  /** What was typed: a pair when this key completes one that is known, else the key. */
  press(key: string, at: number, pairs: ReadonlySet<string>): string {
    const pair = `${this.first} ${key}`;
    const complete = this.first !== "" && at - this.at <= this.patienceMilliseconds && pairs.has(pair);
    this.first = complete ? "" : key;
    this.at = at;
    return complete ? pair : key;
  }
}
