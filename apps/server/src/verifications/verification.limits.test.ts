import { limits, rateLimits } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { racers, tally } from "../testing/race.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { sendAndRead } from "../testing/sent.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PAUSE = limits.codePauseSeconds * SECOND;
const ownDevice = { deliver: false };

/** As many different codes as wanted that are not this one. */
const othersThan = (code: string, count: number) =>
  Array.from({ length: count }, (_, index) => String((Number(code) + 1 + index) % 1_000_000).padStart(6, "0"));

describe.each(kindsUnderTest)("$noun", (kind) => {
  async function openWithOne() {
    const directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
    const { id } = await kind.add(api, ada.id, kind.value(1));
    const send = async () => (await kind.sendCode(api, ada.id, id, ownDevice)).code ?? "";
    return { directory, api, ada, id, send, verify: (code: string) => kind.verify(api, ada.id, id, code) };
  }

  test("a code holds for ten minutes, to the millisecond", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    const late = await send();
    directory.pass(10 * MINUTE);
    await expectRefusedUnchanged(directory, () => verify(late), "code_expired");

    const inTime = await send();
    directory.pass(10 * MINUTE - 1);
    expect(await verify(inTime)).toMatchObject({ is_verified: true });
  });

  test("after five wrong tries the right code is refused too, until another is sent", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    const right = await send();
    for (const wrong of othersThan(right, 5)) await expectRefusal(verify(wrong), "code_incorrect");

    await expectRefusedUnchanged(directory, () => verify(right), "code_expired");
    directory.pass(10 * MINUTE - 1);
    await expectRefusedUnchanged(directory, () => verify(right), "code_expired");

    expect(await verify(await send())).toMatchObject({ is_verified: true });
  });

  test("the fifth try may still be the right one", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    const right = await send();
    for (const wrong of othersThan(right, 4)) await expectRefusal(verify(wrong), "code_incorrect");
    expect(await verify(right)).toMatchObject({ is_verified: true });
  });

  test("tries are those of a code, whether or not it comes to be sent again", async () => {
    const { directory, api, ada, id, verify } = await openWithOne();
    await using _ = directory;
    await kind.sendCode(api, ada.id, id);
    const right = await sendAndRead(directory);
    for (const wrong of othersThan(right, 5)) await expectRefusal(verify(wrong), "code_incorrect");
    await expectRefusal(verify(right), "code_expired");
    await sendAndRead(directory);
    await expectRefusal(verify(right), "code_expired");
  });

  test("the next code is sent after thirty seconds, and ends the one before", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    const first = await send();
    const atOnce = await expectRefusedUnchanged(directory, send, "rate_limited");
    expect(atOnce.retryAfter).toBe(30);
    directory.pass(PAUSE - 1);
    expect((await expectRefusedUnchanged(directory, send, "rate_limited")).retryAfter).toBe(1);
    directory.pass(1);

    const second = await send();

    if (first !== second) await expectRefusedUnchanged(directory, () => verify(first), "code_incorrect");
    expect(await verify(second)).toMatchObject({ is_verified: true });
  });

  test("refused requests do not count: only sent codes do", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    await send();
    for (let press = 0; press < 40; press++) await expectRefusal(send(), "rate_limited");
    directory.pass(PAUSE);
    expect(await verify(await send())).toMatchObject({ is_verified: true });
  });

  test("calls with another user's id do not count either", async () => {
    const { directory, api, id, send, verify } = await openWithOne();
    await using _ = directory;
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    for (let guess = 0; guess < 40; guess++) {
      await expectRefusal(kind.sendCode(api, grace.id, id, ownDevice), kind.notFound);
      await expectRefusal(kind.verify(api, grace.id, id, "123456"), kind.notFound);
    }
    expect(await verify(await send())).toMatchObject({ is_verified: true });
  });

  test("thirty codes are sent in an hour, and then none until it is over", async () => {
    const { directory, send, verify } = await openWithOne();
    await using _ = directory;
    for (let sent = 0; sent < 30; sent++) {
      await send();
      directory.pass(PAUSE);
    }

    const error = await expectRefusedUnchanged(directory, send, "rate_limited");

    expect(error.retryAfter).toBe((HOUR - 30 * PAUSE) / SECOND);
    directory.pass(HOUR - 30 * PAUSE - 1);
    await expectRefusedUnchanged(directory, send, "rate_limited");
    directory.pass(1);
    expect(await verify(await send())).toMatchObject({ is_verified: true });
  });

  test("no more than thirty messages an hour go to one address or number, whoever asks for them", async () => {
    const { directory, api, ada } = await openWithOne();
    await using _ = directory;
    const askers = Array.from({ length: 31 }, async (_, index) => {
      const user = await api.createUser({ first_name: "User", last_name: `Number ${index}` });
      return { user, identifier: await kind.add(api, user.id, kind.value(7)) };
    });
    const [last, ...others] = await Promise.all(askers);
    for (const { user, identifier } of others) await kind.sendCode(api, user.id, identifier.id);

    const send = () => kind.sendCode(api, last?.user.id ?? "", last?.identifier.id ?? "");

    expect((await expectRefusedUnchanged(directory, send, "rate_limited")).retryAfter).toBe(3600);
    const elsewhere = await kind.add(api, ada.id, kind.value(8));
    expect(await kind.sendCode(api, ada.id, elsewhere.id)).toMatchObject({ code: null });
  });

  test("removing one and adding it again starts no new count of tries", async () => {
    const { directory, api, ada, id: first } = await openWithOne();
    await using _ = directory;
    let guesses = 0;
    const guess = async (userId: string, id: string) => {
      const { code } = await kind.sendCode(api, userId, id, ownDevice);
      for (const wrong of othersThan(code ?? "", 5)) {
        const end = ++guesses <= rateLimits.codeTriesInAll.points ? "code_incorrect" : "rate_limited";
        await expectRefusal(kind.verify(api, userId, id, wrong), end);
      }
    };
    let id = first;
    for (let round = 0; round < 8; round++) {
      await guess(ada.id, id);
      await kind.remove(api, ada.id, id);
      id = (await kind.add(api, ada.id, kind.value(1))).id;
    }
    const other = await kind.add(api, ada.id, kind.value(2));
    await guess(ada.id, other.id);
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    await guess(grace.id, (await kind.add(api, grace.id, kind.value(1))).id);
  });

  test("of fifty who use the right code at the same moment, one verifies", async () => {
    const { directory, api, ada, id, send } = await openWithOne();
    await using _ = directory;
    directory.pass(Date.now() - Date.parse("2026-03-01T12:00:00.000Z")); // the racers have clocks of their own
    const right = await send();
    const calls = Array.from({ length: 50 }, () => kind.verification(ada.id, id, right));

    const { ok, ...refused } = tally(await racers.race(directory.databaseUrl, calls));

    expect(ok).toBe(1);
    expect(Object.keys(refused).filter((code) => code !== "code_expired" && code !== "already_verified")).toEqual([]);
    expect(kind.of(await api.fetchUserDetails(ada.id))).toMatchObject([{ is_verified: true, is_primary: true }]);
    const entries = (await api.fetchAuditLog({ target_id: ada.id })).data;
    expect(entries.filter((entry) => entry.action.startsWith("verify"))).toHaveLength(1);
  });

  test("of fifty wrong codes at the same moment, five are looked at", async () => {
    const { directory, api, ada, id, send, verify } = await openWithOne();
    await using _ = directory;
    directory.pass(Date.now() - Date.parse("2026-03-01T12:00:00.000Z"));
    const right = await send();
    const calls = othersThan(right, 50).map((wrong) => kind.verification(ada.id, id, wrong));

    const counts = tally(await racers.race(directory.databaseUrl, calls));

    expect(counts).toEqual({ code_incorrect: 5, code_expired: 45 });
    await expectRefusal(verify(right), "code_expired");
    expect(kind.of(await api.fetchUserDetails(ada.id))).toMatchObject([{ is_verified: false }]);
  });
});
