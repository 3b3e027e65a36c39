import { writeFileSync } from "node:fs";

const { procedureNames } = await import("./dist/names.js");
writeFileSync("dist/names.js", `export const procedureNames = ${JSON.stringify(procedureNames)};\n`);
