export const JSON_TYPE = "application/json; charset=utf-8";

/** Headers of every response. */
export const headersOf = (requestId: string, publicUrl: string): [name: string, value: string][] => [
  ["x-request-id", requestId],
  ...securityHeaders,
  ...(publicUrl.startsWith("https:") ? strictTransport : []),
];

const securityHeaders: [string, string][] = [
  ["x-content-type-options", "nosniff"],
  ["cache-control", "no-store"],
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-opener-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["vary", "origin"],
];

const strictTransport: [string, string][] = [["strict-transport-security", "max-age=31536000"]];
