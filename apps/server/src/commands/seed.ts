import { faker } from "@faker-js/faker";
import { type Input, type Output, type ProcedureName, scopes } from "@roster/contract";
import { type Bar, Presets, SingleBar } from "cli-progress";
import { pino } from "pino";
import type { Settings } from "../config.ts";
import { openRoster, type Roster } from "../roster.ts";

const USERS = 200;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Who makes the sample data, as the audit log shows it. */
const actor = { name: "sample-data", scopes };

/** Fills an empty development database with people who look like a directory in use, through the API's own procedures. */
export async function seed(settings: Settings) {
  faker.seed(4400);
  let now = Date.now() - 400 * DAY;
  const clock = () => new Date(now);
  const pass = (most: number) => {
    now = Math.min(now + faker.number.int({ min: 60_000, max: most }), Date.now());
  };
  await using roster = await openRoster(settings, { clock, log: pino({ level: "silent" }) });
  if ((await ask(roster, "fetchUsers", { per_page: 1 })).data.length > 0) return;

  console.log(`\n  Making ${USERS} sample users in ${settings.databaseUrl}`);
  const bar: Bar = new SingleBar({ format: "  [{bar}] {value}/{total}" }, Presets.shades_classic);
  bar.start(USERS, 0);
  const places = await makeOrganizations(roster);
  for (let index = 0; index < USERS; index++) {
    pass(3 * DAY);
    await makeUser(roster, index, places, pass);
    bar.update(index + 1);
  }
  now = Math.max(now, Date.now() - 24 * DAY); // so that some invitations have run out and others wait
  await makeInvitations(roster, places, pass);
  await makeWaitlist(roster, pass);
  bar.stop();
}

async function ask<P extends ProcedureName>(roster: Roster, procedure: P, input: Input<P>): Promise<Output<P>> {
  const result = await roster.call(procedure, input, actor);
  if (result.ok) return result.data;
  throw new Error(`${procedure}: ${result.failure.message} ${JSON.stringify(result.failure.data.field_errors ?? "")}`);
}

interface Place {
  organization: Output<"createOrganization">;
  workspaces: Output<"createWorkspace">[];
}

async function makeOrganizations(roster: Roster): Promise<Place[]> {
  const places: Place[] = [];
  for (let index = 0; index < 12; index++) {
    const organization = await ask(roster, "createOrganization", {
      name: faker.company.name(),
      public_metadata: { plan: faker.helpers.arrayElement(["free", "team", "enterprise"]) },
    });
    const workspaces = [];
    for (const name of faker.helpers.arrayElements(["Production", "Staging", "Design", "Research"], {
      min: 1,
      max: 3,
    })) {
      workspaces.push(await ask(roster, "createWorkspace", { organization_id: organization.id, name }));
    }
    places.push({ organization, workspaces });
  }
  return places;
}

/** Numbers of the ranges that are set aside for fiction, no two alike. */
const phoneNumber = (index: number) =>
  `+1${["212", "312", "415", "617"][index % 4]}55501${String(Math.floor(index / 4) % 100).padStart(2, "0")}`;

const chance = (probability: number) => faker.datatype.boolean({ probability });

async function makeUser(roster: Roster, index: number, places: Place[], pass: (most: number) => void) {
  const first_name = faker.person.firstName();
  const last_name = faker.person.lastName();
  const handle = faker.internet.username({ firstName: first_name, lastName: last_name }).toLowerCase();
  const address = (provider: string) => faker.internet.email({ firstName: first_name, lastName: last_name, provider });
  const user = await ask(roster, "createUser", {
    first_name,
    last_name,
    email_address: address(`team${index}.example`),
    phone_number: chance(0.6) ? phoneNumber(index) : undefined,
    username: chance(0.7) ? `${handle.replace(/[^a-z0-9_.-]/g, "")}${index}` : undefined,
    external_id: chance(0.5) ? `crm-${1000 + index}` : undefined,
    profile_picture_url: chance(0.4) ? `https://avatars.example/${index}.png` : undefined,
    public_metadata: { locale: faker.helpers.arrayElement(["en", "de", "fr", "ja", "pt-BR"]) },
    private_metadata: chance(0.3) ? { lifetime_value: faker.number.int(5000) } : undefined,
    password: chance(0.1) ? faker.internet.password({ length: 20 }) : undefined,
  });
  const user_id = user.id;
  if (chance(0.35)) {
    pass(HOUR);
    const email = await ask(roster, "addEmail", { user_id, email: address(`home${index}.example`) });
    const is_verified = chance(0.6);
    await ask(roster, "updateEmail", { user_id, email_id: email.id, is_primary: false, is_verified });
  }
  if (chance(0.15)) await ask(roster, "addPhone", { user_id, phone_number: phoneNumber(index + USERS) });
  for (const provider of faker.helpers.arrayElements(["google", "github", "microsoft"], { min: 0, max: 2 })) {
    const provider_user_id = faker.string.numeric(18);
    const display_name = `${first_name} ${last_name}`;
    await ask(roster, "linkSocialConnection", { user_id, provider, provider_user_id, email: user.email, display_name });
  }
  for (const { organization, workspaces } of faker.helpers.arrayElements(places, { min: 0, max: 2 })) {
    const role = chance(0.15) ? "admin" : "member";
    await ask(roster, "addOrganizationMember", { organization_id: organization.id, user_id, role });
    for (const workspace of faker.helpers.arrayElements(workspaces, { min: 0, max: workspaces.length })) {
      await ask(roster, "addWorkspaceMember", { workspace_id: workspace.id, user_id, role });
    }
  }
  if (chance(0.06)) await ask(roster, "deactivateUser", { user_id, reason: "Left the company" });
}

async function makeInvitations(roster: Roster, places: Place[], pass: (most: number) => void) {
  for (let index = 0; index < 24; index++) {
    pass(DAY / 2);
    await ask(roster, "inviteUser", {
      email: `invited${index}@guests.example`,
      first_name: faker.person.firstName(),
      last_name: faker.person.lastName(),
      organization_id: chance(0.5) ? faker.helpers.arrayElement(places).organization.id : undefined,
      expires_in_days: faker.number.int({ min: 1, max: 30 }),
      notify: false,
    });
  }
}

async function makeWaitlist(roster: Roster, pass: (most: number) => void) {
  for (let index = 0; index < 40; index++) {
    pass(DAY / 2);
    await ask(roster, "joinWaitlist", {
      email: `waiting${index}@hopeful.example`,
      first_name: faker.person.firstName(),
      last_name: faker.person.lastName(),
      metadata: { heard_from: faker.helpers.arrayElement(["a friend", "search", "a talk"]) },
    });
  }
  const { data } = await ask(roster, "fetchWaitlist", { per_page: 10 });
  for (const [index, entry] of data.entries()) {
    await ask(roster, index % 5 === 4 ? "rejectWaitlistUser" : "approveWaitlistUser", { waitlist_user_id: entry.id });
  }
}
