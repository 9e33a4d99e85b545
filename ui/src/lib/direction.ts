import { recall } from "./storage";

/** Which side a page begins on. Names and texts always go their own way (`dir="auto"`); this is about the layout. */
export type Direction = "ltr" | "rtl";

export const directionKey = "direction";
// public/theme.js sets it before the first paint.
export const recallDirection = (): Direction =>
  recall<string>(directionKey, "ltr") === "rtl" ? "rtl" : "ltr";
