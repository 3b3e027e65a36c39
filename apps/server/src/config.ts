import { isIPv6 } from "node:net";
import { z } from "zod";

const isOrigin = (text: string) => new URL(text).origin === text && !text.includes("*");

const origins = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  )
  .pipe(
    z.array(
      z
        .url({
          protocol: /^https?$/,
          error: "must be origins such as https://app.example.com, separated by commas",
          abort: true,
        })
        .refine(isOrigin, "must be origins as browsers send them: lower-case, no path, no default port, no wildcard"),
    ),
  );

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);

const isPlainAddress = (text: string) => {
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === "";
};

const inUrl = (host: string) => (isIPv6(host) ? `[${host}]` : host);

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const variables = z.object({
  HOST: z.string().regex(/^\S+$/, "must be an address or host name without spaces").default("127.0.0.1"),
  PORT: whole(0, 65_535).default(4400),
  DATABASE_URL: z
    .string()
    .regex(/^file:./, "must be file: and a path, such as file:data/roster.db")
    .default("file:data/roster.db"),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL", abort: true })
    .refine(isPlainAddress, "must be a URL without a user, query or fragment: paths are added to it")
    .optional(),
  APP_NAME: z.string().trim().min(1, "must not be blank").max(100, "must be at most 100 characters").default("Roster"),
  REDIRECT_ORIGINS: origins,
  CORS_ORIGINS: origins,
  PASSWORD_MIN_LENGTH: whole(8, 64).default(8),
  PASSWORD_MAX_LENGTH: whole(64, 256).default(256),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
});

/** The names of all variables that are read. */
export const variableNames = Object.keys(variables.shape);

const environment = variables.transform((env) => ({
  host: env.HOST,
  port: env.PORT,
  databaseUrl: env.DATABASE_URL,
  publicUrl: (env.PUBLIC_URL ?? `http://${inUrl(env.HOST)}:${env.PORT}`).replace(/\/+$/, ""),
  appName: env.APP_NAME,
  redirectOrigins: env.REDIRECT_ORIGINS,
  corsOrigins: env.CORS_ORIGINS,
  passwordMinLength: env.PASSWORD_MIN_LENGTH,
  passwordMaxLength: env.PASSWORD_MAX_LENGTH,
  logLevel: env.LOG_LEVEL,
}));

export type Settings = z.output<typeof environment>;

/** Reads the settings. Throws a message that names each variable that is wrong, and what it should be. */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])} ${issue.message}`);
  throw new Error(`The configuration is not valid:\n${lines.join("\n")}`);
}
