import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const sea: MantineColorsTuple = [
  "#eaf4fa",
  "#d3e5f0",
  "#a7cae1",
  "#77aed1",
  "#5297c3",
  "#3b88bb",
  "#2d80b8",
  "#1a699b",
  "#12618f",
  "#004d75",
];

// Mantine's greys of the dark theme, in the hue of tokens.css.
const dark: MantineColorsTuple = [
  "#dfe7ee",
  "#b6c2cc",
  "#98a7b4",
  "#5f7384",
  "#314250",
  "#1f2d39",
  "#17232d",
  "#131d26",
  "#0f1820",
  "#0d141b",
];

// Warm, as the light theme's grounds are: Mantine's own greys are blue beside them.
const gray: MantineColorsTuple = [
  "#f6f5f1",
  "#f3f1eb",
  "#efede6",
  "#e2dfd6",
  "#cfccc2",
  "#b3b0a6",
  "#8d8a80",
  "#5a626b",
  "#3d444b",
  "#1d252c",
];

// The seventh is the fill of buttons and dots, on which white is read: the light theme's --bad and --good.
const red: MantineColorsTuple = [
  "#fdeeec",
  "#f9d9d6",
  "#f3b1ab",
  "#ee8b83",
  "#e56a61",
  "#d84f46",
  "#c93f36",
  "#b8322a",
  "#9c2a23",
  "#7f221d",
];
const green: MantineColorsTuple = [
  "#e6f4ed",
  "#cbe6d8",
  "#9bd1b6",
  "#68bb93",
  "#43a878",
  "#2c9565",
  "#208457",
  "#19744b",
  "#14613f",
  "#0f4d32",
];

const ltrNumbers = { input: { fontVariantNumeric: "tabular-nums" } };

/** Calm and dense: one sea-blue accent, small radii, figures that line up. The colours are in tokens.css. */
export const theme = createTheme({
  primaryColor: "sea",
  primaryShade: 7,
  colors: { sea, dark, gray, red, green },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Hebrew', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "11.5px", sm: "13px", md: "14px", lg: "16px", xl: "19px" },
  headings: { fontWeight: "620" },
  components: {
    SegmentedControl: { defaultProps: { size: "xs" }, styles: { root: { background: "var(--sunken)" } } },
    Menu: { defaultProps: { shadow: "md", withinPortal: true } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { blur: 2, backgroundOpacity: 0.4 },
        closeButtonProps: { "aria-label": "Close" },
      },
      styles: { title: { fontWeight: 620, fontSize: "16px" } },
    },
    NumberInput: { styles: ltrNumbers },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
    Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 12 } },
  },
});

const own = {
  "--mantine-color-body": "var(--panel)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-bright": "var(--text)",
  "--mantine-color-dimmed": "var(--quiet)",
  "--mantine-color-placeholder": "var(--quiet)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-success": "var(--good)",
  "--mantine-color-default": "var(--panel)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--line)",
  "--mantine-color-disabled": "var(--hover)",
  "--mantine-color-disabled-color": "var(--quiet)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-primary-color-light-color": "var(--accent)",
  "--mantine-color-sea-light-color": "var(--accent)",
  "--mantine-color-sea-text": "var(--accent)",
  "--mantine-color-sea-outline": "var(--accent)",
  "--mantine-color-red-text": "var(--bad)",
  "--mantine-color-red-light-color": "var(--bad)",
  "--mantine-color-green-text": "var(--good)",
  "--mantine-color-green-light-color": "var(--good)",
  "--mantine-color-red-light": "color-mix(in srgb, var(--bad) 12%, var(--panel))",
  "--mantine-color-green-light": "color-mix(in srgb, var(--good) 12%, var(--panel))",
  "--mantine-color-sea-light": "color-mix(in srgb, var(--accent) 14%, var(--panel))",
  "--mantine-color-gray-light-color": "var(--quiet)",
};

/** Leads Mantine's names to ours: the same for both themes, because the tokens differ themselves. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: own, dark: own });
