import { describe, expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { sendAll, sendAndRead } from "../testing/sent.ts";
import { tokenIn } from "../testing/world.ts";

const OLD = "a green whale sings at noon";
const NEW = "a blue whale sings at dusk";
const OTHER = "a red whale sings at dawn";

/** A user with a verified address, and a way to reset the password by a link that was mailed before. */
async function openWithLink(password: string | null = OLD) {
  const directory = await openTestRoster();
  const { api } = directory;
  const named = { first_name: "Ada", last_name: "Lovelace" };
  const ada = await api.createUser({ ...named, email_address: "ada@example.com", ...(password && { password }) });
  await api.sendPasswordReset("ada@example.com");
  const token = tokenIn(await sendAndRead(directory));
  return { directory, api, ada, reset: () => directory.as("page", []).resetPassword(token, NEW) };
}

const templates = async (directory: TestRoster) => (await sendAll(directory)).map(({ template }) => template);

describe("a user gets a notice of each change of the password:", () => {
  test.for<[string, string | null, (api: TestRoster["api"], id: string) => Promise<unknown>, string[]]>([
    ["by an administrator", OLD, (api, id) => api.updatePassword(id, { new_password: NEW }), ["password_changed"]],
    [
      "by the user",
      OLD,
      (api, id) => api.updatePassword(id, { new_password: NEW, current_password: OLD }),
      ["password_changed"],
    ],
    ["when it was removed", OLD, (api, id) => api.removePassword(id), ["password_changed"]],
    ["but not when there was none to remove", null, (api, id) => api.removePassword(id), []],
    ["of a first one", null, (api, id) => api.updatePassword(id, { new_password: NEW }), ["password_changed"]],
  ])("%s", async ([, password, change, expected]) => {
    const { directory, api, ada } = await openWithLink(password);
    await using _ = directory;
    await change(api, ada.id);
    expect((await sendAll(directory)).slice(1)).toEqual(
      expected.map((template) => ({ to: "ada@example.com", template, carries: undefined })),
    );
  });

  test.for<[string, string | null, string[]]>([
    ["by a link", OLD, ["password_reset", "password_changed"]],
    ["of a first one that came by a link", null, ["password_reset", "password_changed"]],
  ])("%s", async ([, password, expected]) => {
    const { directory, reset } = await openWithLink(password);
    await using _ = directory;
    await reset();
    expect(await templates(directory)).toEqual(expected);
  });

  test("and a user without an address changes it all the same", async () => {
    const { directory, api } = await openWithLink();
    await using _ = directory;
    const { id } = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace", password: OLD });
    await api.updatePassword(id, { new_password: NEW });
    expect(await templates(directory)).toEqual(["password_reset"]);
  });

  test("but the change is not stopped when the address was sent its thirty notices", async () => {
    const { directory, api, ada, reset } = await openWithLink();
    await using _ = directory;
    const copy = `insert into messages (id, kind, lane, template, recipient, state, created_at, due_at, give_up_at)
      values (?, 'mail', 'prompt', 'password_changed', 'ada@example.com', 'sent', ?, ?, ?)`;
    const now = "2026-03-01T12:00:00.000Z";
    for (let index = 0; index < 30; index++) await directory.database.query(copy, `msg_${index}`, now, now, now);

    await reset();
    await api.updatePassword(ada.id, { new_password: OTHER, current_password: NEW });

    expect((await directory.dump()).messages).toHaveLength(31);
    expect(await api.verifyPassword({ user_id: ada.id, password: OTHER })).toMatchObject({ id: ada.id });
  });
});
