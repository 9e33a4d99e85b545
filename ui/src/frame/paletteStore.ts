import { createSpotlight } from "@mantine/spotlight";

export const [paletteStore, palette] = createSpotlight();
export const openPalette = () => palette.open();

/**
 * Chooses the first line, for Enter. The library does so as letters are typed, before what they find is drawn: its choice
 * goes with the lines that leave. It keeps the choice in the page (data-selected) and its index in the store.
 */
export function chooseFirst(): void {
  const list = document.getElementById(paletteStore.getState().listId);
  list?.querySelector("[data-selected]")?.removeAttribute("data-selected");
  list?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  paletteStore.updateState((state) => ({ ...state, selected: 0 }));
}
