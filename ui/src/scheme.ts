import { localStorageColorSchemeManager } from "@mantine/core";

// The same key as public/theme.js, which sets the scheme before the first paint.
export const schemeManager = localStorageColorSchemeManager({ key: "shipslog-theme" });
