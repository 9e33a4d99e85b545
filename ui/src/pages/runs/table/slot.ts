import type { CSSProperties } from "react";
import type { Column } from "../../../lib/urlState";

/** A column as it lies on the screen. */
export interface Slot {
  column: Column;
  index: number;
  width: number;
  /** From the start of the table, in pixels. */
  start: number;
  gap: number;
  pinned: boolean;
  lastPinned: boolean;
}

export const slotStyle = ({ width, start, gap, pinned }: Slot): CSSProperties => ({
  inlineSize: width,
  flex: "none",
  marginInlineStart: gap || undefined,
  ...(pinned ? { position: "sticky", insetInlineStart: start, zIndex: 1 } : {}),
});
