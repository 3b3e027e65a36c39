import { test } from "vitest";
import { listen } from "../testing/http.ts";
import { startSmtp } from "../testing/smtp.ts";

const slow = [
  ["says nothing", "hang", 10_000, /greeting/i],
  ["says one character a second", "drip", 45_000, /took too long/],
] as const;

test.concurrent.for(slow)(
  "a mail server that %s is given up on in time, while the API answers and other mail waits no longer",
  async ([_what, fault, milliseconds, reason], { expect }) => {
    await using smtp = await startSmtp();
    await using server = await listen(smtp.env);
    const api = server.client();
    await api.inviteUser({ email: "grace@example.com" });
    smtp.behave(fault);
    const started = performance.now();
    const delivered = server.roster.deliver();
    await expect.poll(smtp.connections).toBe(1);

    await api.inviteUser({ email: "joan@example.com" });
    expect((await api.fetchInvitedUsers()).data).toHaveLength(2);
    smtp.behave(); // for the next test
    await server.roster.outbox.begin();
    await expect.poll(() => smtp.mails.length).toBe(1);

    await delivered;
    const took = performance.now() - started;
    expect(took).toBeGreaterThan(milliseconds - 1000);
    expect(took).toBeLessThan(2 * milliseconds);
    const grace = (await api.fetchInvitedUsers({ search: "grace" })).data[0];
    expect(grace?.delivery).toMatchObject({ state: "queued", attempts: 1, last_error: expect.stringMatching(reason) });
  },
);
