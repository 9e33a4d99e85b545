import { createTheme, type MantineColorsTuple } from "@mantine/core";

const sea: MantineColorsTuple = [
  "#eaf4fa",
  "#d3e5f0",
  "#a7cae1",
  "#77aed1",
  "#5297c3",
  "#3b88bb",
  "#2d80b8",
  "#1e6ea2",
  "#126192",
  "#00547f",
];

/** Calm and dense: one sea-blue accent, small radii, figures that line up. */
export const theme = createTheme({
  primaryColor: "sea",
  colors: { sea },
  defaultRadius: "sm",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Hebrew', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "11.5px", sm: "13px", md: "14px", lg: "16px", xl: "19px" },
  headings: { fontWeight: "620" },
});
