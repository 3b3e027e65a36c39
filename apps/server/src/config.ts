import { isIPv6 } from "node:net";
import * as z from "zod";
import * as formats from "./config.formats.ts";

/** The host in a URL of this machine: the loopback address for a server that listens on 0.0.0.0 or ::. */
function inUrl(address: string) {
  if (address === "0.0.0.0" || /^[0:]+$/.test(address)) return "127.0.0.1";
  return isIPv6(address) ? `[${address.replace(/%.*/, "")}]` : address;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const variables = z.object({
  HOST: formats.host.default("127.0.0.1"),
  PORT: formats.whole(0, 65_535).default(4400),
  DATABASE_URL: formats.databaseUrl.default("file:data/roster.db"),
  DATABASE_CREATE: z.enum(["true", "false"], "must be true or false").default("true"),
  DATABASE_POOL_SIZE: formats.whole(2, 1000).default(10),
  PUBLIC_URL: formats.plainUrl.optional(),
  ALLOW_PLAIN_HTTP: z.enum(["true", "false"], "must be true or false").default("false"),
  CONSOLE: z.enum(["on", "off"], "must be on or off").default("on"),
  APP_NAME: formats.line(100).default("Roster"),
  APP_URL: formats.httpUrl.optional(),
  REDIRECT_ORIGINS: formats.origins,
  CORS_ORIGINS: formats.origins,
  PASSWORD_MIN_LENGTH: formats.whole(8, 64).default(8),
  PASSWORD_MAX_LENGTH: formats.whole(64, 256).default(256),
  RATE_LIMIT_PER_KEY: formats.whole(1, 1_000_000).default(1000),
  RATE_LIMIT_PUBLIC: formats.whole(1, 1_000_000).default(60),
  TRUSTED_PROXIES: formats.trustedProxies,
  KEEP_ALIVE_SECONDS: formats.whole(1, 3600).default(75),
  SMTP_URL: formats.smtpUrl.optional(),
  MAIL_FROM: formats.mailbox.optional(),
  MAIL_SUBJECT_INVITATION: formats.subject("You are invited to {organization}"),
  MAIL_SUBJECT_WELCOME: formats.subject("Welcome to {app}"),
  MAIL_SUBJECT_CODE: formats.subject("Your code for {app}"),
  MAIL_SUBJECT_PASSWORD_RESET: formats.subject("Reset your password for {app}"),
  MAIL_SUBJECT_PASSWORD_CHANGED: formats.subject("Your password for {app} was changed"),
  MAIL_FOLDER: z
    .string()
    .regex(/^[^\0]*[^\0\s][^\0]*$/, "must be a path")
    .default("data/mail"),
  SMS_WEBHOOK_URL: formats.webhookUrl.optional(),
  SMS_WEBHOOK_SECRET: formats.webhookSecret.optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
});

export const variableNames = Object.keys(variables.shape);

const requireTogether = (env: z.output<typeof variables>, context: z.RefinementCtx) => {
  const needed = {
    MAIL_FROM: env.SMTP_URL && !env.MAIL_FROM && "SMTP_URL",
    PUBLIC_URL: env.SMTP_URL && !env.PUBLIC_URL && "SMTP_URL",
    SMS_WEBHOOK_SECRET: env.SMS_WEBHOOK_URL && !env.SMS_WEBHOOK_SECRET && "SMS_WEBHOOK_URL",
    SMS_WEBHOOK_URL: env.SMS_WEBHOOK_SECRET && !env.SMS_WEBHOOK_URL && "SMS_WEBHOOK_SECRET",
  };
  for (const [name, because] of Object.entries(needed)) {
    if (because) context.addIssue({ code: "custom", path: [name], message: `must be set when ${because} is` });
  }
};

const webhook = (url: string | undefined, secret: string | undefined) => (url && secret ? { url, secret } : undefined);

const environment = variables.superRefine(requireTogether).transform((env) => {
  const publicUrl = (env.PUBLIC_URL ?? `http://${inUrl(env.HOST)}:${env.PORT}`).replace(/\/+$/, "");
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databaseCreate: env.DATABASE_CREATE === "true",
    databasePoolSize: env.DATABASE_POOL_SIZE,
    publicUrl,
    allowPlainHttp: env.ALLOW_PLAIN_HTTP === "true",
    hasConsole: env.CONSOLE === "on",
    appName: env.APP_NAME,
    appUrl: env.APP_URL,
    redirectOrigins: env.REDIRECT_ORIGINS,
    corsOrigins: env.CORS_ORIGINS,
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    passwordMaxLength: env.PASSWORD_MAX_LENGTH,
    rateLimitPerKey: env.RATE_LIMIT_PER_KEY,
    rateLimitPublic: env.RATE_LIMIT_PUBLIC,
    trustedProxies: env.TRUSTED_PROXIES,
    keepAliveSeconds: env.KEEP_ALIVE_SECONDS,
    smtp: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ?? { name: env.APP_NAME, address: `no-reply@${new URL(publicUrl).hostname}` },
    mailSubjects: {
      invitation: env.MAIL_SUBJECT_INVITATION,
      welcome: env.MAIL_SUBJECT_WELCOME,
      email_code: env.MAIL_SUBJECT_CODE,
      password_reset: env.MAIL_SUBJECT_PASSWORD_RESET,
      password_changed: env.MAIL_SUBJECT_PASSWORD_CHANGED,
    },
    mailFolder: env.MAIL_FOLDER,
    smsWebhook: webhook(env.SMS_WEBHOOK_URL, env.SMS_WEBHOOK_SECRET),
    logLevel: env.LOG_LEVEL,
    /** Whether `start` runs: links and codes are logged, and its development key works. */
    isDevelopment: false,
  };
});

export type Settings = z.output<typeof environment>;

/** Reads the settings of a server for other people: mails have a destination, and links and API keys travel encrypted. */
export function readServingSettings(env: Record<string, string | undefined> = process.env): Settings {
  const settings = readSettings(env);
  if (!settings.smtp && !env.MAIL_FOLDER)
    throw invalid(["SMTP_URL must be set to send mails, or MAIL_FOLDER to the folder that mails are written to"]);
  const plain = settings.allowPlainHttp ? [] : plainTargets(settings);
  if (plain.length > 0) throw invalid(plain);
  return settings;
}

/** What sends links, codes or keys off this machine in the clear. A message shows origins only: a webhook's path may be a secret. */
function plainTargets({ publicUrl, redirectOrigins, smsWebhook }: Settings) {
  const targets = [
    { name: "PUBLIC_URL", url: publicUrl },
    ...redirectOrigins.map((url) => ({ name: "REDIRECT_ORIGINS", url })),
    ...(smsWebhook ? [{ name: "SMS_WEBHOOK_URL", url: smsWebhook.url }] : []),
  ];
  return targets.flatMap(({ name, url }) => {
    const { protocol, hostname, origin } = new URL(url);
    const isPlain = protocol === "http:" && !formats.isLoopback(hostname);
    return isPlain ? [`${name} must be https (it is ${origin}), or ALLOW_PLAIN_HTTP be true`] : [];
  });
}

/** Reads the settings. The error message names each invalid variable and what is allowed. */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = environment.safeParse(given, { jitless: true }); // runs once, so compiling the schema would take longer
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
}

const invalid = (reasons: readonly string[]) =>
  new Error(`The configuration is not valid:\n${reasons.map((reason) => `  ${reason}`).join("\n")}`);
