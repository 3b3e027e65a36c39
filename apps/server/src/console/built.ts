import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the built console. This file is as far from it in the sources as in the build. */
export const consoleFolder = fileURLToPath(new URL("../../../console/dist", import.meta.url));

export const isConsoleBuilt = () => existsSync(`${consoleFolder}/index.html`);
