import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A fault of a mail server. */
export type Fault =
  /** Answers a command with this, such as 451 or 550. */
  | { at: "connect" | "auth" | "mail" | "rcpt" | "data"; code: number; text?: string | ((raw: string) => string) }
  /** Accepts the connection and says nothing. */
  | "hang"
  /** Acknowledges the mail after a second. */
  | "slow"
  /** Acknowledges the mail when the fault is over. */
  | "held"
  /** Accepts the mail, and cuts the connection instead of acknowledging it. */
  | "cut"
  /** Greets, and then sends one character per second. */
  | "drip";

/** A mail that the server accepted. */
export interface TakenMail extends ParsedMail {
  /** Envelope recipients. */
  envelope: { from: string; to: string[] };
  /** The raw mail. */
  raw: string;
}

export interface SmtpTestServer extends AsyncDisposable {
  /** The value of SMTP_URL. */
  url: string;
  /** Settings that use this server, for `openTestRoster` or `listen`. */
  env: { SMTP_URL: string; MAIL_FROM: string; PUBLIC_URL: string };
  port: number;
  mails: TakenMail[];
  /** The traffic of all connections, in both directions. */
  dialogue(): string;
  /** Number of connections so far. */
  connections(): number;
  /** Sets the fault from now on; none without an argument. */
  behave(fault?: Fault): void;
  /** Closes the port, so that connections are refused. */
  close(): Promise<void>;
  /** Opens the same port again. */
  open(): Promise<void>;
}

interface SmtpOptions {
  /** Offers STARTTLS, with a self-signed certificate. */
  tls?: boolean;
  /** Requires TLS. */
  login?: { user: string; pass: string };
}

/** A mail server on this machine that records its traffic. With `login`, it requires that to send. */
export async function startSmtp({ tls = false, login }: SmtpOptions = {}): Promise<SmtpTestServer> {
  const mails: TakenMail[] = [];
  const said: string[] = [];
  const sockets = new Set<Socket>();
  let fault: Fault | undefined;
  let count = 0;

  const isHeld = () => fault === "held";
  const faultAt = (place: string, raw = "") => {
    if (typeof fault !== "object" || fault.at !== place) return null;
    const { code: responseCode, text = "not now" } = fault;
    return Object.assign(new Error(typeof text === "string" ? text : text(raw)), { responseCode });
  };
  const smtp = new SMTPServer({
    logger: false,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    authOptional: login === undefined,
    onConnect: (_session, done) => done(faultAt("connect")),
    onAuth({ username, password }, _session, done) {
      const wrong = faultAt("auth");
      if (wrong) return done(wrong);
      done(null, username === login?.user && password === login?.pass ? { user: username } : {});
    },
    onMailFrom: (_address, _session, done) => done(faultAt("mail")),
    onRcptTo: (_address, _session, done) => done(faultAt("rcpt")),
    async onData(stream, session, done) {
      const raw = await buffer(stream);
      const refused = faultAt("data", raw.toString());
      if (refused) return done(refused);
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) };
      mails.push({ ...(await simpleParser(raw)), envelope, raw: raw.toString() });
      if (fault === "slow") await sleep(1000);
      while (isHeld()) await sleep(10);
      if (fault !== "cut") return done();
      for (const socket of sockets) socket.destroy();
    },
  });
  smtp.on("error", () => undefined); // cut connections are no failure

  /** A proxy before the server, which records both sides. */
  const ear = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    const drop = () => void sockets.delete(socket);
    socket.on("close", drop).on("error", drop);
    socket.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    if (fault === "hang") return;
    const line = connect((smtp.server.address() as AddressInfo).port, "127.0.0.1"); // a TCP server that listens has one
    const end = () => {
      line.destroy();
      socket.destroy();
    };
    line.on("error", end).on("close", end);
    socket.on("close", end).pipe(line);
    const isSlow = fault === "drip";
    let hasGreeted = false;
    let written = Promise.resolve();
    line.on("data", (chunk: Buffer) => {
      said.push(chunk.toString());
      const isDripping = isSlow && hasGreeted;
      hasGreeted = true;
      written = written.then(() => (isDripping ? drip(socket, chunk) : void socket.write(chunk)));
    });
  });
  const open = async (port: number) => {
    ear.listen(port, "127.0.0.1");
    await once(ear, "listening");
  };
  const close = async () => {
    if (!ear.listening) return;
    const closed = once(ear, "close");
    ear.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  await open(0);
  const { port } = ear.address() as AddressInfo; // a TCP server that listens has one
  const url = `smtp://127.0.0.1:${port}`;
  return {
    url,
    env: {
      SMTP_URL: url,
      MAIL_FROM: "Harbour <no-reply@harbour.example>",
      PUBLIC_URL: "https://people.harbour.example",
    },
    port,
    mails,
    dialogue: () => said.join(""),
    connections: () => count,
    behave: (wrong) => {
      fault = wrong;
    },
    close,
    open: () => open(port),
    [Symbol.asyncDispose]: async () => {
      await close();
      await new Promise<void>((resolve) => smtp.close(resolve));
    },
  };
}

async function drip(socket: Socket, chunk: Buffer) {
  for (const character of chunk.toString()) {
    await sleep(1000);
    if (socket.destroyed) return;
    socket.write(character);
  }
}

/** A mail, or the text of a message; undefined if none came. */
type Message = Pick<ParsedMail, "text"> | string | undefined;

const textOf = (message: Message) => (typeof message === "string" ? message : (message?.text ?? ""));

/** The link in a mail. */
export function linkIn(mail: Message): URL {
  const text = textOf(mail);
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  if (link === undefined) throw new Error(`there is no link in ${text || "no mail"}`);
  return new URL(link);
}

/** The token of the link in a mail. */
export function tokenIn(mail: Message): string {
  const token = linkIn(mail).searchParams.get("token");
  if (token === null) throw new Error(`there is no token in ${linkIn(mail).href}`);
  return token;
}

/** The code in a mail or text message. */
export function codeIn(message: Message): string {
  const text = textOf(message);
  const [code] = /\b\d{6}\b/.exec(text) ?? [];
  if (code === undefined) throw new Error(`there is no code in ${text || "no message"}`);
  return code;
}
