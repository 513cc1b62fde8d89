import { createTheme, type CSSVariablesResolver } from "@mantine/core";

/** System fonts only: the page asks nobody for anything. */
const sans =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif, "Apple Color Emoji", "Segoe UI Emoji"';

export const theme = createTheme({
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontFamily: sans, fontWeight: "620" },
  // Mantine's own greys of the dark scheme, in the hue of our surfaces.
  colors: {
    dark: [
      "#e7eaf0",
      "#b0b8c5",
      "#98a1b1",
      "#6d7788",
      "#3a424f",
      "#2a303b",
      "#1c212a",
      "#161a21",
      "#11151b",
      "#0e1116",
    ],
  },
  primaryColor: "indigo",
  // White on this shade has more than 5 : 1, in both schemes.
  primaryShade: 7,
  defaultRadius: "md",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  cursorType: "pointer",
  respectReducedMotion: true,
});

const ours = {
  "--mantine-color-body": "var(--card)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--soft)",
  "--mantine-color-placeholder": "var(--faint)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--fail)",
  "--mantine-color-default": "var(--card)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  // Edges of controls have 3 : 1 against what they stand on.
  "--mantine-color-default-border": "var(--line-strong)",
} as const;

/** Mantine's colours of surfaces and text are ours, so that both sides change together. */
export const themeVariables: CSSVariablesResolver = () => ({ variables: {}, light: { ...ours }, dark: { ...ours } });
