import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { theme } from "./src/theme/theme.ts";

const NAME = "virtual:theme.css";
/** Colours of Mantine that no page uses. */
const UNUSED = /--mantine-color-(?:pink|grape|violet|blue|cyan|teal|green|lime|yellow|orange)-/;

const kept = (group: Record<string, string>) =>
  Object.fromEntries(Object.entries(group).filter(([name]) => !UNUSED.test(name)));

/** Writes the theme's variables to the style sheet: Mantine's own way is a style element, which the page's CSP refuses. */
export const themeVariables = (): Plugin => ({
  name: "theme-variables",
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load(id) {
    if (id !== `\0${NAME}`) return undefined;
    const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
    return convertCssVariables(
      { variables: kept(variables.variables), light: kept(variables.light), dark: kept(variables.dark) },
      ":root",
    );
  },
});
