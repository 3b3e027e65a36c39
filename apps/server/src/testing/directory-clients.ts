import { SimpleFaker } from "@faker-js/faker";
import type { Input, RosterClient, SafeResult } from "@roster/client";
import { type Act, type ActOf, type Facts, type Performed, vouchedRow } from "./directory-model.ts";
import type { Operation } from "./linearizability.ts";
import { times } from "./race-test.ts";
import { tokenIn } from "./world.ts";

export const addresses = times(20, (index) => `a${index}@example.com`);
/** External ids of users, who are deleted and created anew. */
export const people = times(10, (index) => `person-${index}`);

/** Calls after which all clients go on to the next address and user, so that they meet. */
const STAY = 25;

interface Email {
  user_id: string;
  email_id: string;
}

/** What the answers have told, for the choice of calls and for the models. */
function createKnowledge() {
  const latest = new Map<string, { id: string; version: number; count: number }>();
  const personOf = new Map<string, string>();
  const added = new Set<string>();
  const addressOf = new Map<string, string>();
  const emails = new Map<string, Email[]>();
  const invitations = new Map<string, { id: string; token: string }[]>();
  const owners = new Map<string, string>();

  const facts: Facts = {
    rowOf: ({ user_id, email_id }) => (added.has(email_id) ? email_id : vouchedRow(user_id)),
    addressOf: ({ email_id }) => addressOf.get(email_id),
    invitationOf: (token) => [...invitations.values()].flat().find((one) => one.token === token)?.id,
  };

  function learnEmail(address: string, email: Email) {
    if (addressOf.has(email.email_id)) return;
    addressOf.set(email.email_id, address);
    emails.set(address, [...(emails.get(address) ?? []), email]);
  }

  function learn({ procedure, input, outcome }: Act) {
    if (!outcome.ok) return;
    switch (procedure) {
      case "createUser":
      case "updateUser":
      case "fetchUserByEmail":
      case "fetchUserByExternalId": {
        const { id, version, external_id, public_metadata } = outcome.data;
        if (external_id !== null) {
          personOf.set(id, external_id);
          latest.set(external_id, { id, version, count: Number(public_metadata.count ?? 0) });
        }
        if (procedure === "fetchUserByEmail") owners.set(input.email, id);
        break;
      }
      case "fetchUserDetails":
        for (const { id, email } of outcome.data.emails) learnEmail(email, { user_id: input.user_id, email_id: id });
        break;
      case "addEmail":
        added.add(outcome.data.id);
        learnEmail(input.email, { user_id: input.user_id, email_id: outcome.data.id });
        break;
      case "inviteUser": {
        const invitation = { id: outcome.data.id, token: tokenIn(outcome.data.accept_url) };
        invitations.set(input.email, [...(invitations.get(input.email) ?? []), invitation]);
        break;
      }
      default:
    }
  }

  return { latest, personOf, emails, invitations, owners, facts, learn };
}

export type Knowledge = ReturnType<typeof createKnowledge>;

export interface History {
  operations: Operation<Act>[];
  knowledge: Knowledge;
}

/** Lets clients make calls at the same time, about addresses and users that they share. */
export async function recordHistory(apis: readonly RosterClient[], length: number, seed: number): Promise<History> {
  const operations: Operation<Act>[] = [];
  const knowledge = createKnowledge();
  await Promise.all(
    apis.map(async (api, client) => {
      const faker = new SimpleFaker({ seed: seed * 100 + client });
      for (let number = 0; number < length; number++) {
        const call = chooseCall(api, faker, knowledge, number, `Ada ${client} ${number}`);
        const called = performance.now();
        const act = await call();
        operations.push({ client, called, returned: performance.now(), act });
        knowledge.learn(act);
      }
    }),
  );
  return { operations, knowledge };
}

async function answered<P extends Performed>(procedure: P, input: Input<P>, call: Promise<SafeResult<P>>) {
  const result = await call;
  const act: ActOf<P> = {
    procedure,
    input,
    outcome: result.ok ? { ok: true, data: result.data } : { ok: false, code: result.error.code },
  };
  return act;
}

/** Chooses a call from what is known, which may be out of date. */
function chooseCall({ safe }: RosterClient, faker: SimpleFaker, knowledge: Knowledge, number: number, name: string) {
  const pick = <T>(all: readonly T[] = []) => (all.length > 0 ? faker.helpers.arrayElement(all) : undefined);
  const near = (all: readonly string[], reach: number) =>
    all[(Math.floor(number / STAY) + faker.number.int(reach)) % all.length] ?? "";
  const address = near(addresses, 2);
  const external_id = near(people, 1);
  const { latest, emails, invitations, owners } = knowledge;
  const person = latest.get(external_id);
  const email = pick(emails.get(address)?.slice(-6));
  const invitation = pick(invitations.get(address)?.slice(-2));
  const owner = owners.get(address);

  const create = (given: Partial<Input<"createUser">>) => {
    const input = { ...given, first_name: name, last_name: "Lovelace", external_id };
    return answered("createUser", input, safe.createUser(input));
  };
  const update = (user_id: string, request: Omit<Input<"updateUser">, "user_id">) =>
    answered("updateUser", { user_id, ...request }, safe.updateUser(user_id, request));
  const setStates = ({ user_id, email_id }: Email, is: boolean) =>
    answered(
      "updateEmail",
      { user_id, email_id, is_primary: is, is_verified: is },
      safe.updateEmail(user_id, email_id, is, is),
    );
  const deleteUser = (user_id: string) => answered("deleteUser", { user_id }, safe.deleteUser(user_id));

  const calls: [weight: number, call: (() => Promise<Act>) | undefined | false][] = [
    [4, () => create({ email_address: address })],
    [3, () => create({})],
    [5, () => answered("fetchUserByEmail", { email: address }, safe.fetchUserByEmail(address))],
    [5, () => answered("fetchUserByExternalId", { external_id }, safe.fetchUserByExternalId(external_id))],
    [
      4,
      () =>
        answered("inviteUser", { email: address, notify: false }, safe.inviteUser({ email: address, notify: false })),
    ],
    [2, person && (() => deleteUser(person.id))],
    [1, owner !== undefined && (() => deleteUser(owner))],
    [6, person && (() => answered("fetchUserDetails", { user_id: person.id }, safe.fetchUserDetails(person.id)))],
    [4, person && (() => update(person.id, { first_name: name }))],
    [
      6,
      person &&
        (() =>
          update(person.id, {
            first_name: name,
            public_metadata: { count: person.count + 1 },
            if_version: person.version,
          })),
    ],
    [
      8,
      person && (() => answered("addEmail", { user_id: person.id, email: address }, safe.addEmail(person.id, address))),
    ],
    [8, email && (() => setStates(email, true))],
    [3, email && (() => setStates(email, false))],
    [5, email && (() => answered("deleteEmail", email, safe.deleteEmail(email.user_id, email.email_id)))],
    [
      4,
      invitation &&
        (() => answered("acceptInvitation", { token: invitation.token }, safe.acceptInvitation(invitation.token))),
    ],
    [
      2,
      invitation &&
        (() => answered("revokeInvitation", { invitation_id: invitation.id }, safe.revokeInvitation(invitation.id))),
    ],
  ];
  return faker.helpers.weightedArrayElement(calls.flatMap(([weight, value]) => (value ? [{ weight, value }] : [])));
}
