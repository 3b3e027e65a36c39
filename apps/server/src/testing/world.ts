import { hashToken } from "../tokens/tokens.ts";
import { openTestRoster, type TestRoster } from "./roster.ts";

/** One record of each kind, so that every procedure has a successful call. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export interface PopulatedRoster extends TestRoster {
  world: World;
}

let populated: Promise<{ world: World; template: string }> | undefined;

/** A directory for one test with a world in it, copied from the first one. */
export async function openPopulatedRoster(env: Record<string, string> = {}): Promise<PopulatedRoster> {
  const { world, template } = await (populated ??= makeTemplate());
  return { ...(await openTestRoster(env, template)), world };
}

async function makeTemplate() {
  const directory = await openTestRoster();
  const world = await createWorld(directory);
  await directory.roster.close();
  await directory.database.leave();
  return { world, template: directory.databaseUrl };
}

const password = "a green whale sings at noon";

/** The token of a mailed link to set a password. */
const passwordToken = "a-token-of-a-link-to-set-a-password-sample";

function plantPasswordToken(directory: Pick<TestRoster, "database">, userId: string, email: string) {
  const insert = "insert into tokens values (?, 'password', null, ?, ?, ?, ?)";
  const times = ["2026-03-01T12:00:00.000Z", "2126-03-08T12:00:00.000Z"];
  return directory.database.query(insert, hashToken(passwordToken), userId, email, ...times);
}

/** The token of an invitation's link. */
export const tokenIn = (link: string) => new URL(link).searchParams.get("token") ?? "";

export async function createWorld(directory: Pick<TestRoster, "api" | "database">) {
  const { api } = directory;
  const ada = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    phone_number: "+14155552671",
    username: "ada",
    external_id: "crm-1",
    password,
  });
  const member = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
  const stranger = await api.createUser({ first_name: "Alan", last_name: "Turing", email_address: "alan@example.com" });
  const email = await api.addEmail(ada.id, "ada@work.example");
  const phone = await api.addPhone(ada.id, "+14155552672");
  const ownDevice = { deliver: false };
  const coded = await api.addEmail(ada.id, "ada@code.example");
  const { code } = await api.sendEmailVerification(ada.id, coded.id, ownDevice);
  const codedPhone = await api.addPhone(ada.id, "+14155552673");
  const { code: phoneCode } = await api.sendPhoneVerification(ada.id, codedPhone.id, ownDevice);
  await plantPasswordToken(directory, ada.id, "ada@example.com");
  const connection = await api.linkSocialConnection(ada.id, { provider: "google", provider_user_id: "g-1" });
  const organization = await api.createOrganization({ name: "Acme", slug: "acme" });
  const inOrganization = { organization_id: organization.id };
  await api.addOrganizationMember({ ...inOrganization, user_id: ada.id });
  await api.addOrganizationMember({ ...inOrganization, user_id: member.id });
  const workspace = await api.createWorkspace({ ...inOrganization, name: "Lab", slug: "lab" });
  await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id });
  const invitation = await api.inviteUser({ email: "invited@example.com" });
  await api.joinWaitlist({ email: "waiting@example.com", first_name: "Joan" });
  await api.joinWaitlist({ email: "unwanted@example.com" });
  const [waiting, unwanted] = (await api.fetchWaitlist()).data;
  if (!waiting || !unwanted) throw new Error("whoever joins the waitlist must stand on it");
  const rejected = await api.rejectWaitlistUser(unwanted.id);
  const apiKey = await api.createApiKey({ name: "ci", scopes: ["api_keys:manage"] });
  await api.deactivateUser(stranger.id);
  return {
    password,
    ada,
    member,
    stranger,
    email,
    phone,
    coded,
    code: code ?? "",
    codedPhone,
    phoneCode: phoneCode ?? "",
    passwordToken,
    connection,
    organization,
    workspace,
    invitation,
    waiting,
    rejected,
    apiKey,
  };
}
