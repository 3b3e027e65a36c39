import { Presets, SingleBar } from "cli-progress";

/** A bar on a terminal, nothing elsewhere. `format` follows the bar. */
export function showProgress(total: number, { before = "", after = "{percentage} %" } = {}) {
  const bar = new SingleBar({ format: `  ${before}[{bar}] ${after}`, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0, { table: "" });
  return bar;
}
