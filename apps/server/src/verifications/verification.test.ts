import { describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { minimalCost } from "../passwords/passwords.ts";
import { listen } from "../testing/http.ts";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { sendAll, sendAndRead } from "../testing/sent.ts";
import { newCode } from "./codes.ts";

const ownDevice = { deliver: false };
const MINUTE = 60 * 1000;

test("a code is any six digits, each as likely as any other, at every place", () => {
  const codes = Array.from({ length: 20_000 }, newCode);

  expect(codes.filter((code) => !/^[0-9]{6}$/.test(code))).toEqual([]);
  for (const place of [0, 1, 2, 3, 4, 5]) {
    for (const digit of "0123456789") {
      const share = codes.filter((code) => code[place] === digit).length / codes.length;
      expect(share, `${digit} at place ${place}`).toBeGreaterThan(0.085); // seven standard deviations below a tenth
      expect(share, `${digit} at place ${place}`).toBeLessThan(0.115);
    }
  }
  expect(new Set(codes).size).toBeGreaterThan(19_600); // 19,801 of 20,000 are to be expected
});

describe.each(kindsUnderTest)("$noun", (kind) => {
  async function openWithOne(parts: Parameters<typeof openTestRoster>[2] = {}) {
    const directory = await openTestRoster({}, undefined, parts);
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
    const { id } = await kind.add(api, ada.id, kind.value(1));
    directory.pass(1000);
    return { directory, api, ada, id, code: () => codeFor(id) };
    async function codeFor(identifierId: string) {
      const { code } = await kind.sendCode(api, ada.id, identifierId, ownDevice);
      return code ?? "";
    }
  }

  test("a code that is sent by us arrives where it was asked for, is not answered, and verifies once", async () => {
    const { directory, api, ada, id } = await openWithOne();
    await using _ = directory;

    const answer = await kind.sendCode(api, ada.id, id);

    expect(answer).toEqual({ code: null, expires_at: "2026-03-01T12:10:01.000Z" });
    const sent = await sendAll(directory);
    expect(sent).toEqual([
      { to: kind.value(1), template: `${kind.noun}_code`, carries: expect.stringMatching(/^\d{6}$/) },
    ]);
    const verified = await kind.verify(api, ada.id, id, sent[0]?.carries ?? "");
    expect(verified).toMatchObject({ id, is_verified: true, verified_at: "2026-03-01T12:00:01.000Z" });
    const again = () => kind.verify(api, ada.id, id, sent[0]?.carries ?? "");
    await expectRefusedUnchanged(directory, again, "already_verified");
    await expectRefusedUnchanged(directory, () => kind.sendCode(api, ada.id, id), "already_verified");
  });

  test("a code that the caller sends is answered once, and no message goes out", async () => {
    const { directory, api, ada, id } = await openWithOne();
    await using _ = directory;

    const { code, expires_at } = await kind.sendCode(api, ada.id, id, ownDevice);

    expect({ code, expires_at }).toEqual({
      code: expect.stringMatching(/^\d{6}$/),
      expires_at: "2026-03-01T12:10:01.000Z",
    });
    expect(await sendAll(directory)).toEqual([]);
    expect((await directory.dump()).messages).toEqual([]);
    expect(await kind.verify(api, ada.id, id, ` ${code} `)).toMatchObject({ is_verified: true });
  });

  test("the first verified one becomes primary, the next one does not", async () => {
    const { directory, api, ada, id, code } = await openWithOne();
    await using _ = directory;
    const second = await kind.add(api, ada.id, kind.value(2));

    expect(await kind.verify(api, ada.id, id, await code())).toMatchObject({ is_primary: true });
    const next = await kind.sendCode(api, ada.id, second.id, ownDevice);
    expect(await kind.verify(api, ada.id, second.id, next.code ?? "")).toMatchObject({
      is_verified: true,
      is_primary: false,
    });

    const details = await api.fetchUserDetails(ada.id);
    expect(kind.primaryOf(details.user)).toBe(kind.value(1));
    expect(kind.of(details).filter((one) => one.is_primary)).toMatchObject([{ id }]);
  });

  test("a wrong code is refused, and the refusal names the field", async () => {
    const { directory, api, ada, id, code } = await openWithOne();
    await using _ = directory;
    const right = await code();
    const wrong = right === "123456" ? "123457" : "123456";

    const error = await expectRefusedUnchanged(directory, () => kind.verify(api, ada.id, id, wrong), "code_incorrect");

    expect(error.fieldErrors.map((field) => field.path)).toEqual(["code"]);
    expect(await kind.verify(api, ada.id, id, right)).toMatchObject({ is_verified: true });
  });

  test.for(["12345", "1234567", "12345a", "１２３４５６", "+12345", "-12345", "1e5", "", "123 456"])(
    "%j is no code",
    async (code) => {
      const { directory, api, ada, id } = await openWithOne();
      await using _ = directory;
      await kind.sendCode(api, ada.id, id, ownDevice);
      const error = await expectRefusedUnchanged(directory, () => kind.verify(api, ada.id, id, code), "invalid_input");
      expect(error.fieldErrors.map((field) => field.path)).toEqual(["code"]);
    },
  );

  test("without a code there is nothing to verify by", async () => {
    const { directory, api, ada, id } = await openWithOne();
    await using _ = directory;
    await expectRefusedUnchanged(directory, () => kind.verify(api, ada.id, id, "123456"), "code_expired");
    await kind.sendCode(api, ada.id, id); // it has not been sent yet
    await expectRefusedUnchanged(directory, () => kind.verify(api, ada.id, id, "123456"), "code_expired");
  });

  test("a code for another user's or a missing one is not found", async () => {
    const { directory, api, ada, id, code } = await openWithOne();
    await using _ = directory;
    const right = await code();
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    for (const [userId, identifierId] of [
      [grace.id, id],
      [ada.id, kind.unknownId],
      [newId("user"), id],
    ] as const) {
      const send = () => kind.sendCode(api, userId, identifierId, ownDevice);
      await expectRefusedUnchanged(directory, send, kind.notFound);
      await expectRefusedUnchanged(directory, () => kind.verify(api, userId, identifierId, right), kind.notFound);
    }
    expect(await kind.verify(api, ada.id, id, right)).toMatchObject({ is_verified: true });
  });

  test("a code verifies only the one that it was sent to", async () => {
    const { directory, api, ada, code } = await openWithOne();
    await using _ = directory;
    const other = await kind.add(api, ada.id, kind.value(2));
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    const hers = await kind.add(api, grace.id, kind.value(1));
    const right = await code();
    const attempts = [
      [ada.id, other.id],
      [grace.id, hers.id],
    ] as const;

    for (const [userId, identifierId] of attempts) {
      const verify = () => kind.verify(api, userId, identifierId, right);
      await expectRefusedUnchanged(directory, verify, "code_expired");
    }
    await kind.sendCode(api, grace.id, hers.id, ownDevice);
    const result = await kind.verify(api, grace.id, hers.id, right).catch((error: unknown) => error);
    expect(result).toMatchObject({ code: "code_incorrect" }); // but for one run in a million
  });

  test("nothing is left of a code once it was used, its owner verified otherwise, or what it was for is gone", async () => {
    const { directory, api, ada, id, code } = await openWithOne();
    await using _ = directory;
    const codes = async () => (await directory.dump()).verifications;

    await kind.verify(api, ada.id, id, await code());
    expect(await codes()).toEqual([]);

    const second = await kind.add(api, ada.id, kind.value(2));
    const { code: byHand } = await kind.sendCode(api, ada.id, second.id, ownDevice);
    await kind.update(api, ada.id, second.id, [false, true]);
    expect(await codes()).toEqual([]);
    await kind.update(api, ada.id, second.id, [false, false]);
    const verify = () => kind.verify(api, ada.id, second.id, byHand ?? "");
    await expectRefusedUnchanged(directory, verify, "code_expired");

    await kind.sendCode(api, ada.id, second.id);
    await kind.remove(api, ada.id, second.id);
    expect(await codes()).toEqual([]);
    await expectRefusedUnchanged(directory, verify, kind.notFound);
    expect((await sendAll(directory)).map(({ template }) => template)).not.toContain(`${kind.noun}_code`);

    const third = await kind.add(api, ada.id, kind.value(3));
    await kind.sendCode(api, ada.id, third.id, ownDevice);
    await api.deleteUser(ada.id);
    expect(await codes()).toEqual([]);
  });

  test("a code for a user who is deactivated before it goes out is not sent", async () => {
    const { directory, api, ada, id } = await openWithOne();
    await using _ = directory;
    await kind.sendCode(api, ada.id, id);
    await api.deactivateUser(ada.id);
    expect(await sendAll(directory)).toEqual([]);
  });

  test("the code is a secret: only as argon2id in the database, and in no answer, list, audit entry or log", async () => {
    const { directory, api, ada, id, code } = await openWithOne({ hashCost: minimalCost });
    await using _ = directory;
    const right = await code();
    const second = await kind.add(api, ada.id, kind.value(2));
    await kind.sendCode(api, ada.id, second.id);
    const wrong = right === "111111" ? "222222" : "111111";
    await expectRefusal(kind.verify(api, ada.id, id, wrong), "code_incorrect");

    const seen = JSON.stringify([
      await api.fetchUserDetails(ada.id),
      await api.fetchUsers(),
      await api.fetchAuditLog(),
      await directory.dump(),
    ]);
    expect(seen + directory.logged()).not.toMatch(new RegExp(`\\b${right}\\b`));
    const mailed = await sendAndRead(directory);
    // `dump` answers untyped rows.
    const hashes = ((await directory.dump()).verifications as { code_hash: string }[]).map((row) => row.code_hash);
    expect(hashes).toHaveLength(2);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(JSON.stringify(await directory.dump())).not.toMatch(new RegExp(`\\b${mailed}\\b`));
    expect((await api.fetchAuditLog({ target_id: ada.id, per_page: 1 })).data[0]).toMatchObject({
      changes: [`${kind.noun}s.code`],
    });
    directory.pass(MINUTE);
    expect(await kind.verify(api, ada.id, second.id, mailed)).toMatchObject({ is_verified: true });
    expect((await api.fetchAuditLog({ target_id: ada.id, per_page: 1 })).data[0]?.changes).toEqual(
      expect.arrayContaining([`${kind.noun}s.is_verified`]),
    );
  });

  test("the stored first answer of an idempotency key does not reveal the code", async () => {
    await using directory = await listen();
    const client = directory.client();
    const ada = await client.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { id } = await kind.add(client, ada.id, kind.value(1));

    const { code } = await kind.sendCode(client, ada.id, id, ownDevice);

    expect((await directory.dump()).idempotent_answers).not.toEqual([]);
    const seen = JSON.stringify(await directory.dump()) + directory.logged();
    expect(seen).not.toMatch(new RegExp(`\\b${code}\\b`));
    expect(await kind.verify(client, ada.id, id, code ?? "")).toMatchObject({ is_verified: true });
  });
});
