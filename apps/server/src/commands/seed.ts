import { renameSync, rmSync } from "node:fs";
import { faker } from "@faker-js/faker";
import { type Input, type Output, type ProcedureName, scopes } from "@roster/contract";
import { Presets, SingleBar } from "cli-progress";
import { pino } from "pino";
import type { Settings } from "../config.ts";
import { pathOf } from "../database/open.ts";
import { openRoster } from "../roster.ts";
import { ask as askRoster } from "./ask.ts";

const USERS = 200;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** The actor of sample data in the audit log. */
const actor = { name: "sample-data", scopes };

/** Makes a call, and advances the clock a little. */
type Ask = <P extends ProcedureName>(procedure: P, input: Input<P>) => Promise<Output<P>>;

/**
 * Creates a development database that looks like a directory in use, through the API's own procedures. The file gets its name only
 * when it is complete.
 */
export async function seed(settings: Settings) {
  const path = pathOf(settings.databaseUrl);
  const unfinished = `${path}.unfinished`;
  for (const ending of ["", "-wal", "-shm"]) rmSync(unfinished + ending, { force: true });
  console.log(`\n  Making ${USERS} sample users in ${path}`);
  await fill({ ...settings, databaseUrl: `file:${unfinished}` });
  renameSync(unfinished, path);
}

async function fill(settings: Settings) {
  faker.seed(4400);
  let now = Date.now() - 400 * DAY;
  const pass = (most: number) => {
    now += faker.number.int({ min: 1000, max: most });
  };
  await using roster = await openRoster(settings, { clock: () => new Date(now), log: pino({ level: "silent" }) });
  const ask: Ask = (procedure, input) => {
    pass(20_000);
    return askRoster(roster, actor, procedure, input);
  };

  const places = await makeOrganizations(ask, () => pass(5 * DAY));
  await makeWaitlist(ask, () => pass(DAY));
  now = Date.now() - 300 * DAY;
  const bar = new SingleBar({ format: "  [{bar}] {value}/{total}" }, Presets.shades_classic);
  bar.start(USERS, 0);
  for (let index = 0; index < USERS; index++) {
    pass(2.5 * DAY);
    await makeUser(ask, index, places);
    bar.update(index + 1);
  }
  bar.stop();
  now = Date.now() - 24 * DAY; // so that some invitations have expired and others are pending
  await makeInvitations(ask, places, () => pass(DAY * 1.8));
  now = Date.now();
  await roster.deliver(); // cancels the mails of sample data, whose time to be sent is over
}

interface Place {
  organization: Output<"createOrganization">;
  workspaces: Output<"createWorkspace">[];
}

async function makeOrganizations(ask: Ask, pass: () => void): Promise<Place[]> {
  const places: Place[] = [];
  for (let index = 0; index < 12; index++) {
    pass();
    const plan = faker.helpers.arrayElement(["free", "team", "enterprise"]);
    const organization = await ask("createOrganization", { name: faker.company.name(), public_metadata: { plan } });
    const workspaces = [];
    for (const name of faker.helpers.arrayElements(["Production", "Staging", "Design", "Research"], {
      min: 1,
      max: 3,
    })) {
      workspaces.push(await ask("createWorkspace", { organization_id: organization.id, name }));
    }
    places.push({ organization, workspaces });
  }
  return places;
}

const chance = (probability: number) => faker.datatype.boolean({ probability });

const asciiOf = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^a-zA-Z]/g, "")
    .toLowerCase();

const taken = new Set<string>();

/** A realistic, unique address. */
function address(first: string, last: string, domain: string): string {
  const local = faker.helpers.arrayElement([`${first}.${last}`, `${first[0]}${last}`, first, `${first}${last[0]}`]);
  const found = `${local}@${domain}`;
  if (taken.has(found)) return address(first, `${last}${faker.number.int({ min: 2, max: 99 })}`, domain);
  taken.add(found);
  return found;
}

const homes = ["mail.example", "post.example", "inbox.example"];

/** Unique numbers of the ranges that are reserved for fiction. */
const phoneNumber = (index: number) =>
  `+1${["212", "312", "415", "617"][index % 4]}55501${String(Math.floor(index / 4) % 100).padStart(2, "0")}`;

async function makeUser(ask: Ask, index: number, places: Place[]) {
  const first_name = faker.person.firstName();
  const last_name = faker.person.lastName();
  const [first, last] = [asciiOf(first_name), asciiOf(last_name)];
  const memberOf = faker.helpers.arrayElements(places, { min: 0, max: 2 });
  const domain = memberOf[0] ? `${memberOf[0].organization.slug}.example` : faker.helpers.arrayElement(homes);
  const { id: user_id, email } = await ask("createUser", {
    first_name,
    last_name,
    email_address: address(first, last, domain),
    phone_number: chance(0.6) ? phoneNumber(index) : undefined,
    username: chance(0.7)
      ? `${first}${faker.helpers.arrayElement(["", ".", "_"])}${last.slice(0, 3)}${index}`
      : undefined,
    external_id: chance(0.5) ? `crm-${1000 + index}` : undefined,
    profile_picture_url: chance(0.4) ? `https://avatars.example/${first}-${index}.png` : undefined,
    public_metadata: { locale: faker.helpers.arrayElement(["en-US", "en-GB", "en-AU"]) },
    private_metadata: chance(0.3) ? { lifetime_value: faker.number.int(5000) } : undefined,
    password: chance(0.1) ? faker.internet.password({ length: 20 }) : undefined,
  });
  if (chance(0.35)) {
    const added = await ask("addEmail", { user_id, email: address(first, last, faker.helpers.arrayElement(homes)) });
    const is_verified = chance(0.6);
    await ask("updateEmail", { user_id, email_id: added.id, is_primary: false, is_verified });
  }
  if (chance(0.15)) await ask("addPhone", { user_id, phone_number: phoneNumber(index + USERS) });
  for (const provider of faker.helpers.arrayElements(["google", "github", "microsoft"], { min: 0, max: 2 })) {
    const provider_user_id = faker.string.numeric(18);
    const display_name = `${first_name} ${last_name}`;
    await ask("linkSocialConnection", { user_id, provider, provider_user_id, email, display_name });
  }
  for (const { organization, workspaces } of memberOf) {
    const role = chance(0.15) ? "admin" : "member";
    await ask("addOrganizationMember", { organization_id: organization.id, user_id, role });
    for (const workspace of faker.helpers.arrayElements(workspaces, { min: 0, max: workspaces.length })) {
      await ask("addWorkspaceMember", { workspace_id: workspace.id, user_id, role });
    }
  }
  if (chance(0.06)) await ask("deactivateUser", { user_id, reason: "Left the company" });
}

async function makeInvitations(ask: Ask, places: Place[], pass: () => void) {
  for (let index = 0; index < 24; index++) {
    pass();
    const [first_name, last_name] = [faker.person.firstName(), faker.person.lastName()];
    await ask("inviteUser", {
      email: address(asciiOf(first_name), asciiOf(last_name), faker.helpers.arrayElement(homes)),
      first_name,
      last_name,
      organization_id: chance(0.5) ? faker.helpers.arrayElement(places).organization.id : undefined,
      expires_in_days: faker.number.int({ min: 1, max: 30 }),
      notify: false,
    });
  }
}

async function makeWaitlist(ask: Ask, pass: () => void) {
  for (let index = 0; index < 40; index++) {
    pass();
    const [first_name, last_name] = [faker.person.firstName(), faker.person.lastName()];
    await ask("joinWaitlist", {
      email: address(asciiOf(first_name), asciiOf(last_name), faker.helpers.arrayElement(homes)),
      first_name,
      last_name,
      metadata: { heard_from: faker.helpers.arrayElement(["a friend", "search", "a talk"]) },
    });
  }
  const { data } = await ask("fetchWaitlist", { per_page: 10 });
  for (const [index, entry] of data.entries()) {
    pass();
    await ask(index % 5 === 4 ? "rejectWaitlistUser" : "approveWaitlistUser", { waitlist_user_id: entry.id });
  }
}
