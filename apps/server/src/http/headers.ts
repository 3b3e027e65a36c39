export const JSON_TYPE = "application/json; charset=utf-8";

/** Headers of every response, beside the id of its request. */
export const headersOf = (publicUrl: string): Map<string, string> =>
  new Map([
    ["x-content-type-options", "nosniff"],
    ["cache-control", "no-store"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
    ["cross-origin-opener-policy", "same-origin"],
    ["referrer-policy", "no-referrer"],
    ["vary", "origin"],
    ...(publicUrl.startsWith("https:") ? ([["strict-transport-security", "max-age=31536000"]] as const) : []),
  ]);
