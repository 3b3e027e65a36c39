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
const DAY = 24 * 60 * 60 * 1000;

/** The actor of sample data in the audit log. */
const actor = { name: "sample-data", scopes };

/** Makes a call after a random pause of at most `pause` milliseconds. */
type Ask = <P extends ProcedureName>(procedure: P, input: Input<P>, pause?: number) => Promise<Output<P>>;

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
  await using roster = await openRoster(settings, { clock: () => new Date(now), log: pino({ level: "silent" }) });
  const ask: Ask = (procedure, input, pause = 20_000) => {
    now += faker.number.int({ min: 1000, max: pause });
    return askRoster(roster, actor, procedure, input);
  };
  const places = await makeOrganizations(ask);
  await makeWaitlist(ask);
  now = Date.now() - 300 * DAY;
  const bar = new SingleBar({ format: "  [{bar}] {value}/{total}" }, Presets.shades_classic);
  bar.start(USERS, 0);
  for (let index = 0; index < USERS; index++) {
    await makeUser(ask, index, places);
    bar.increment();
  }
  bar.stop();
  now = Date.now() - 24 * DAY; // so that some invitations have expired and others are pending
  await makeInvitations(ask, places);
  now = Date.now();
  await roster.deliver(); // cancels the mails of sample data, whose time to be sent is over
}

interface Place {
  organization: Output<"createOrganization">;
  workspaces: Output<"createWorkspace">[];
}

const oneOf = <T>(values: readonly T[]) => faker.helpers.arrayElement(values);
const someOf = <T>(values: readonly T[], max = values.length) => faker.helpers.arrayElements(values, { min: 0, max });
const chance = (probability: number) => faker.datatype.boolean({ probability });

async function makeOrganizations(ask: Ask): Promise<Place[]> {
  const places: Place[] = [];
  for (let index = 0; index < 12; index++) {
    const record = { name: faker.company.name(), public_metadata: { plan: oneOf(["free", "team", "enterprise"]) } };
    const organization = await ask("createOrganization", record, 5 * DAY);
    const workspaces = [];
    for (const name of ["Production", ...someOf(["Staging", "Design", "Research"], 2)]) {
      workspaces.push(await ask("createWorkspace", { organization_id: organization.id, name }));
    }
    places.push({ organization, workspaces });
  }
  return places;
}

const homes = ["mail.example", "post.example", "inbox.example"];
const taken = new Set<string>();

/** A realistic, unique address. */
function address(name: string, domain: string): string {
  const local = faker.helpers.slugify(name.normalize("NFD").toLowerCase().replace(" ", "."));
  const found = `${local}@${domain}`;
  if (taken.has(found)) return address(`${name}${faker.number.int({ min: 2, max: 99 })}`, domain);
  taken.add(found);
  return found;
}

/** A name, and an address at home. */
function person() {
  const [first_name, last_name] = [faker.person.firstName(), faker.person.lastName()];
  return { first_name, last_name, email: address(`${first_name} ${last_name}`, oneOf(homes)) };
}

/** Unique numbers of the ranges that are reserved for fiction. */
const phoneNumber = (index: number) =>
  `+1${["212", "312", "415", "617"][index % 4]}55501${String(Math.floor(index / 4) % 100).padStart(2, "0")}`;

async function makeUser(ask: Ask, index: number, places: Place[]) {
  const { first_name, last_name, email: home } = person();
  const memberOf = someOf(places, 2);
  const [place] = memberOf;
  const work = place && address(`${first_name[0]}${last_name}`, `${place.organization.slug}.example`);
  const user = {
    first_name,
    last_name,
    email_address: work ?? home,
    phone_number: chance(0.6) ? phoneNumber(index) : undefined,
    username: chance(0.7) ? home.split("@")[0] : undefined,
    external_id: chance(0.5) ? `crm-${1000 + index}` : undefined,
    profile_picture_url: chance(0.4) ? `https://avatars.example/${index}.png` : undefined,
    public_metadata: { locale: oneOf(["en-US", "en-GB", "en-AU"]) },
    private_metadata: chance(0.3) ? { lifetime_value: faker.number.int(5000) } : undefined,
    password: chance(0.1) ? faker.internet.password({ length: 20 }) : undefined,
  };
  const { id: user_id, email } = await ask("createUser", user, 2.5 * DAY);
  if (work && chance(0.6)) {
    const added = await ask("addEmail", { user_id, email: home });
    await ask("updateEmail", { user_id, email_id: added.id, is_primary: false, is_verified: chance(0.6) });
  }
  if (chance(0.15)) await ask("addPhone", { user_id, phone_number: phoneNumber(index + USERS) });
  for (const provider of someOf(["google", "github", "microsoft"] as const, 2)) {
    const account = { provider_user_id: faker.string.numeric(18), display_name: `${first_name} ${last_name}` };
    await ask("linkSocialConnection", { user_id, provider, email, ...account });
  }
  for (const { organization, workspaces } of memberOf) {
    const role = chance(0.15) ? "admin" : "member";
    await ask("addOrganizationMember", { organization_id: organization.id, user_id, role });
    for (const { id } of someOf(workspaces)) await ask("addWorkspaceMember", { workspace_id: id, user_id, role });
  }
  if (chance(0.06)) await ask("deactivateUser", { user_id, reason: "Left the company" });
}

async function makeInvitations(ask: Ask, places: Place[]) {
  for (let index = 0; index < 24; index++) {
    const organization_id = chance(0.5) ? oneOf(places).organization.id : undefined;
    const expires_in_days = faker.number.int({ min: 1, max: 30 });
    await ask("inviteUser", { ...person(), organization_id, expires_in_days, notify: false }, 1.8 * DAY);
  }
}

async function makeWaitlist(ask: Ask) {
  for (let index = 0; index < 40; index++) {
    await ask("joinWaitlist", { ...person(), metadata: { heard_from: oneOf(["a friend", "search", "a talk"]) } }, DAY);
  }
  const { data } = await ask("fetchWaitlist", { per_page: 10 });
  for (const [index, { id }] of data.entries()) {
    await ask(index % 5 === 4 ? "rejectWaitlistUser" : "approveWaitlistUser", { waitlist_user_id: id }, DAY);
  }
}
