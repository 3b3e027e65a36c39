import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { faker } from "@faker-js/faker";
import { type Input, type Output, type ProcedureName, scopes } from "@roster/contract";
import { pino } from "pino";
import type { Settings } from "../config.ts";
import { pathOf } from "../database/open.ts";
import { inspectFile } from "../database/sqlite-file.ts";
import { openRoster } from "../roster.ts";
import { DAY } from "../times.ts";
import { ask as askRoster } from "./ask.ts";

const USERS = 200;
/** With the last users come invitations, and the mails to them are delivered. Some of the earlier users sign in. */
const INVITATIONS = 30;
const SIGN_INS = 75;

/** The actor of sample data in the audit log. */
const actor = { name: "sample-data", scopes };

type Ask = <P extends ProcedureName>(procedure: P, input: Input<P>) => Promise<Output<P>>;

/**
 * Creates a development database that looks like a directory in use, through the API's own procedures. The file gets its name only
 * when it is complete. Of two that are made at the same time, the one that is complete first stays.
 */
export async function seed(settings: Settings) {
  const path = pathOf(settings.databaseUrl);
  inspectFile(path);
  console.log(`\n  Making ${USERS} sample users in ${path}`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  removeAbandoned(dirname(path));
  const folder = mkdtempSync(join(dirname(path), `.unfinished-${process.pid}-`));
  try {
    const unfinished = join(folder, "roster.db");
    await fill({ ...settings, databaseUrl: `file:${unfinished}` });
    linkSync(unfinished, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    console.log("  Another start was faster. Its users are served.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what a start that was killed has left. */
function removeAbandoned(folder: string) {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^\.unfinished-(\d+)-/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

const isCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;

/** Passes a year by its own clock. */
async function fill(settings: Settings) {
  faker.seed(4400);
  let now = Date.now() - 365 * DAY;
  await using roster = await openRoster(settings, { clock: () => new Date(now), log: pino({ level: "silent" }) });
  const ask: Ask = (procedure, input) => askRoster(roster, actor, procedure, input);

  const places: Place[] = [];
  for (let index = 0; index < 12; index++, now += 5 * DAY) places.push(await makeOrganization(ask));
  for (let index = 0; index < 20; index++, now += 2 * DAY) await joinWaitlist(ask);
  await decideOnWaitlist(ask);
  const withPassword: SignIn[] = [];
  for (let index = 0; index < USERS; index++, now += faker.number.float({ min: 0.1, max: 2.6 }) * DAY) {
    const signIn = await makeUser(ask, index, places);
    if (signIn) withPassword.push(signIn);
    if (index >= USERS - INVITATIONS) {
      await invite(ask, places);
      await roster.deliver();
    }
    if (index >= USERS - SIGN_INS && chance(0.7)) await ask("verifyPassword", oneOf(withPassword));
  }
  now = Date.now();
  await roster.deliver(); // removes the older mails of sample data, whose time to be sent is over
}

const oneOf = <T>(values: readonly T[]) => faker.helpers.arrayElement(values);
const someOf = <T>(values: readonly T[], max: number) => faker.helpers.arrayElements(values, { min: 0, max });
const chance = (probability: number) => faker.datatype.boolean({ probability });

let people = 0;

/** A name, and an address that no one else has. */
function person(domain = "mail.example") {
  people += 1;
  const [first_name, last_name] = [faker.person.firstName(), faker.person.lastName()];
  const local = faker.helpers.slugify(`${first_name}.${last_name}`.normalize("NFD")).toLowerCase();
  return { first_name, last_name, email: `${local}${people}@${domain}` };
}

type SignIn = Input<"verifyPassword">;
type Place = Awaited<ReturnType<typeof makeOrganization>>;

async function makeOrganization(ask: Ask) {
  const plan = oneOf(["free", "team", "enterprise"]);
  const organization = await ask("createOrganization", { name: faker.company.name(), public_metadata: { plan } });
  const workspaces: Output<"createWorkspace">[] = [];
  for (const name of ["Production", ...someOf(["Staging", "Design", "Research"], 2)]) {
    workspaces.push(await ask("createWorkspace", { organization_id: organization.id, name }));
  }
  return { organization, workspaces };
}

const joinWaitlist = (ask: Ask) =>
  ask("joinWaitlist", { ...person(), metadata: { heard_from: oneOf(["a friend", "search", "a talk"]) } });

async function decideOnWaitlist(ask: Ask) {
  const { data } = await ask("fetchWaitlist", { per_page: 10 });
  for (const [index, { id }] of data.entries()) {
    await ask(index % 5 === 4 ? "rejectWaitlistUser" : "approveWaitlistUser", { waitlist_user_id: id });
  }
}

/** Unique numbers of the ranges that are reserved for fiction. */
const phoneNumber = (index: number) =>
  `+1${["212", "312", "415", "617"][index % 4]}55501${String(Math.floor(index / 4)).padStart(2, "0")}`;

/** Answers how the user signs in, if the user has a password and stays active. */
async function makeUser(ask: Ask, index: number, places: Place[]): Promise<SignIn | undefined> {
  const memberOf = someOf(places, 2);
  const { first_name, last_name, email } = person(memberOf[0] && `${memberOf[0].organization.slug}.example`);
  const username = email.slice(0, email.indexOf("@"));
  const password = chance(0.1) ? faker.internet.password({ length: 20 }) : undefined;
  const { id: user_id } = await ask("createUser", {
    first_name,
    last_name,
    email_address: email,
    phone_number: chance(0.6) ? phoneNumber(index) : undefined,
    username: chance(0.7) ? username : undefined,
    external_id: chance(0.5) ? `crm-${1000 + index}` : undefined,
    profile_picture_url: chance(0.4) ? `https://avatars.example/${index}.png` : undefined,
    public_metadata: { locale: oneOf(["en-US", "en-GB", "en-AU"]) },
    private_metadata: chance(0.3) ? { lifetime_value: faker.number.int(5000) } : undefined,
    password,
  });
  if (chance(0.3)) {
    const added = await ask("addEmail", { user_id, email: `${username}@post.example` });
    await ask("updateEmail", { user_id, email_id: added.id, is_primary: false, is_verified: chance(0.6) });
  }
  for (const provider of someOf(["google", "github", "microsoft"] as const, 2)) {
    const account = { provider_user_id: faker.string.numeric(18), display_name: `${first_name} ${last_name}` };
    await ask("linkSocialConnection", { user_id, provider, email, ...account });
  }
  for (const { organization, workspaces } of memberOf) {
    const role = chance(0.15) ? "admin" : "member";
    await ask("addOrganizationMember", { organization_id: organization.id, user_id, role });
    for (const { id } of someOf(workspaces, 3)) await ask("addWorkspaceMember", { workspace_id: id, user_id, role });
  }
  if (chance(0.06)) await ask("deactivateUser", { user_id, reason: "Left the company" });
  else if (password) return { identifier: email, password };
  return undefined;
}

function invite(ask: Ask, places: Place[]) {
  const organization_id = chance(0.5) ? oneOf(places).organization.id : undefined;
  const expires_in_days = faker.number.int({ min: 8, max: 30 });
  return ask("inviteUser", { ...person(), organization_id, expires_in_days, notify: false });
}
