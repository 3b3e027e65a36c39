import { limits } from "@roster/contract";
import { expect, test } from "vitest";
import { mailTemplates, smsTemplates } from "../templates.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { sendAll } from "../testing/sent.ts";
import { tokenIn } from "../testing/world.ts";

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const named = { first_name: "Ada", last_name: "Lovelace" };
const email = "ada@example.com";
const password = "a green whale sings at noon";

/** The records of a message, and the ids that its cases need. */
interface Queued {
  user_id: string;
  id: string;
  token: string;
}

type Act = (directory: TestRoster, about: Queued) => Promise<unknown>;

/** Queues one message of a kind, about records that the cases change before it is sent. */
interface Kind {
  queue(directory: TestRoster): Promise<Queued>;
  /** Afterwards nobody wants it. */
  unwanted: Record<string, Act>;
  /** Changes after which it is wanted as before. */
  wanted?: Record<string, Act>;
}

const about = (some: Partial<Queued>): Queued => ({ user_id: "", id: "", token: "", ...some });
const later =
  (milliseconds: number): Act =>
  async ({ pass }) =>
    pass(milliseconds);
const setPassword: Act = ({ api }, { user_id }) => api.updatePassword(user_id, { new_password: password });

const user: Record<string, Act> = {
  "the user is deactivated": ({ api }, { user_id }) => api.deactivateUser(user_id),
  "the user is deleted": ({ api }, { user_id }) => api.deleteUser(user_id),
};

const address: Record<string, Act> = {
  ...user,
  "the address is given up": async ({ api }, { user_id }) => {
    const { emails } = await api.fetchUserDetails(user_id);
    await api.updateUser(user_id, { username: "ada" });
    await api.deleteEmail(user_id, emails.find((one) => one.email === email)?.id ?? "");
  },
  "the address moves to another user": async (directory, of) => {
    await address["the address is given up"]?.(directory, of);
    await directory.api.createUser({ ...named, email_address: email });
  },
};

const code = (kind: "Email" | "Phone", value: string): Kind => ({
  async queue({ api }) {
    const { id: user_id } = await api.createUser({ ...named, username: "countess" });
    const { id } = await api[`add${kind}`](user_id, value);
    await api[`send${kind}Verification`](user_id, id);
    return about({ user_id, id });
  },
  unwanted: {
    ...user,
    "the code runs out": later(limits.codeMinutes * MINUTE),
    "another code replaces it": async ({ api, pass }, { user_id, id }) => {
      pass(limits.codePauseSeconds * 1000);
      await api[`send${kind}Verification`](user_id, id, { deliver: false });
    },
    "the caller vouches for it": ({ api }, { user_id, id }) => api[`update${kind}`](user_id, id, false, true),
    "it is given up": ({ api }, { user_id, id }) => api[`delete${kind}`](user_id, id),
    "another user proves to own it": ({ api }) =>
      api.createUser({ ...named, ...(kind === "Email" ? { email_address: value } : { phone_number: value }) }),
  },
});

const notice = (queue: (directory: TestRoster, of: Queued) => Promise<unknown>): Kind => ({
  async queue(directory) {
    const of = about({ user_id: (await directory.api.createUser({ ...named, email_address: email, password })).id });
    await queue(directory, of);
    return of;
  },
  unwanted: { "the user is deleted": ({ api }, { user_id }) => api.deleteUser(user_id) },
  wanted: { "the user is deactivated": ({ api }, { user_id }) => api.deactivateUser(user_id) },
});

const kinds: Record<string, Kind> = {
  invitation: {
    async queue({ api }) {
      const { id: organization_id } = await api.createOrganization({ name: "Acme" });
      const { id, accept_url } = await api.inviteUser({ email, organization_id });
      return about({ id, token: tokenIn(accept_url) });
    },
    unwanted: {
      "it is revoked": ({ api }, { id }) => api.revokeInvitation(id),
      "it is accepted": ({ api }, { token }) => api.acceptInvitation(token),
      "it is sent again without a mail": ({ api }, { id }) => api.resendInvitation(id, { notify: false }),
      "it expires": later(7 * DAY),
      "the organization is deleted": async ({ api }) =>
        api.deleteOrganization((await api.fetchOrganizations()).data[0]?.id ?? ""),
      "the address is made a member": async ({ api }) => {
        const { id: user_id } = await api.createUser({ ...named, email_address: email });
        const [organization] = (await api.fetchOrganizations()).data;
        await api.addOrganizationMember({ organization_id: organization?.id ?? "", user_id });
      },
      "its user is deleted": async ({ api }) =>
        api.deleteUser((await api.createUser({ ...named, email_address: email })).id),
      "its user is deactivated": async ({ api }) =>
        api.deactivateUser((await api.createUser({ ...named, email_address: email })).id),
    },
    wanted: { "the address becomes a user's": ({ api }) => api.createUser({ ...named, email_address: email }) },
  },
  welcome: {
    async queue({ api }) {
      await api.joinWaitlist({ email });
      const [entry] = (await api.fetchWaitlist()).data;
      return about({ user_id: (await api.approveWaitlistUser(entry?.id ?? "")).id });
    },
    unwanted: { ...address, "a password is set": setPassword },
    wanted: { "the user's name changes": ({ api }, { user_id }) => api.updateUser(user_id, { first_name: "Augusta" }) },
  },
  password_reset: {
    async queue({ api }) {
      const { id } = await api.createUser({ ...named, email_address: email, password });
      await api.sendPasswordReset(email);
      return about({ user_id: id });
    },
    unwanted: {
      ...address,
      "a password is set": setPassword,
      "the password is removed": ({ api }, { user_id }) => api.removePassword(user_id),
      "its time is over": later(limits.resetMinutes * MINUTE),
    },
  },
  password_changed: notice(setPassword),
  sign_in_changed: notice(({ api }, { user_id }) =>
    api.linkSocialConnection(user_id, { provider: "google", provider_user_id: "g-1" }),
  ),
  email_code: code("Email", email),
  phone_code: code("Phone", "+14155552671"),
};

/** Queues a message, lets something happen, and answers how many of its kind are sent after that. One that has failed is retried. */
async function sentAfter(template: string, act: Act | undefined, hasFailed = false) {
  await using directory = await openTestRoster();
  const { api, database } = directory;
  const of = await kinds[template]?.queue(directory);
  if (hasFailed) await database.query("update messages set state = 'failed'");
  const failed = (await api.fetchMessages({ state: "failed" })).data;
  if (of) await act?.(directory, of);
  for (const { id } of failed) await api.safe.retryMessage(id);
  const sent = await sendAll(directory);
  return sent.filter((one) => one.template === template).length;
}

test("every kind of message says when it is wanted no more", () => {
  const templates = [...mailTemplates, ...smsTemplates].map(({ template }) => template);
  expect(Object.keys(kinds).toSorted()).toEqual(templates.toSorted());
});

for (const [template, { unwanted, wanted = {} }] of Object.entries(kinds)) {
  const cases = Object.entries(unwanted);
  test.each(cases)(`of ${template} nothing goes out when %s`, async (_, act) => {
    expect(await sentAfter(template, act)).toBe(0);
  });
  const lasting = cases.filter(([what]) => what !== "its time is over"); // a retry has a time of its own
  test.each(lasting)(`a failed ${template} that is retried does not go out when %s`, async (_, act) => {
    expect(await sentAfter(template, act, true)).toBe(0);
  });
  test.each([["nothing", undefined] as const, ...Object.entries(wanted)])(
    `${template} goes out once when %s happens meanwhile, also after it has failed`,
    async (_, act) => expect([await sentAfter(template, act), await sentAfter(template, act, true)]).toEqual([1, 1]),
  );
}
