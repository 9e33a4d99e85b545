import { useInterval } from "@mantine/hooks";
import { useState } from "react";
import { formatAgo, formatTime, formatUtc } from "../lib/format";

interface Props {
  /** When: an ISO time or unix milliseconds; absent: the word of `none`. */
  at: string | number | undefined | null;
  /** How long since, kept true while it is on screen. */
  ago?: boolean;
  none?: string;
}

/** A moment in the reader's own time zone; UTC where the pointer rests. */
export function Time({ at, ago = false, none = "never" }: Props) {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 15_000, { autoInvoke: ago });
  if (at === undefined || at === null) return none;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatUtc(at)}>
      {ago ? formatAgo(at, Math.max(now, new Date(at).getTime())) : formatTime(at)}
    </time>
  );
}
