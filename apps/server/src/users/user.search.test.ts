import type { RosterClient } from "@roster/client";
import { describe, expect, test } from "vitest";
import { expectRefusal, openTestRoster } from "../testing/roster.ts";

const people = {
  elodie: {
    first_name: "Élodie",
    last_name: "Großmann",
    username: "elo_die",
    external_id: "crm-100%",
    email_address: "elodie@example.com",
  },
  ipek: { first_name: "İpek", last_name: "Kılıç" },
  odysseus: { first_name: "Οδυσσεύς", last_name: "Σίσυφος" },
  sharp: { first_name: "GROẞ", last_name: "Schreiber" },
  bob: { first_name: "50%_off\\", last_name: `O'Brien "Bob"`, email_address: "bob+tag@mail.example.com" },
  query: { first_name: "AND", last_name: "NEAR(x*", external_id: "a-b" },
  emoji: { first_name: "😀👩‍👩‍👧", last_name: "Smile" },
  marks: { first_name: "x\u0302y", last_name: "Zoe\u0308" },
  split: { first_name: "u%ba", last_name: "ba%u" },
  phone: { first_name: "Ring", last_name: "Bell", phone_number: "+14155552671" },
};
type Name = keyof typeof people;

async function openWithPeople() {
  const directory = await openTestRoster();
  const ids = new Map<string, Name>();
  for (const [name, person] of Object.entries(people)) {
    ids.set((await directory.api.createUser(person)).id, name as Name); // the names are people's keys
  }
  const idOf = (wanted: Name) => [...ids].find(([, name]) => name === wanted)?.[0] ?? "";
  const find = async (search: string) => namesIn(await directory.api.fetchUsers({ search, per_page: 100 }));
  const namesIn = ({ data }: Awaited<ReturnType<RosterClient["fetchUsers"]>>) =>
    data.map(({ id }) => ids.get(id)).toSorted();
  return { directory, api: directory.api, find, idOf };
}

const everybody = (Object.keys(people) as Name[]).toSorted(); // the keys of a constant

const cases: Record<string, [search: string, found: Name[]][]> = {
  "every word must be found, anywhere, in any order": [
    ["elodie example.com", ["elodie"]],
    ["großmann élodie", ["elodie"]],
    ["elodie brien", []],
    ["mail.example", ["bob"]],
    ["example.com", ["bob", "elodie"]],
    ["dieelodie", []],
    ["  ring \u00a0 bell  ", ["phone"]],
    ["", everybody],
    ["   ", everybody],
  ],
  "words of one, two, three and more characters": [
    ["%", ["bob", "elodie", "split"]],
    ["zo", ["marks"]],
    ["zoë", ["marks"]],
    ["ri", ["bob", "phone"]],
    ["schreiber", ["sharp"]],
    ["schreibe", ["sharp"]],
    ["chreibex", []],
    // Each run of three of it is there, the whole is not.
    ["schreiberschreiber", []],
  ],
  "case and accents are folded, of every letter alike": [
    ["ÉLODIE", ["elodie"]],
    ["e\u0301lodie", ["elodie"]],
    ["GROSSMANN", ["elodie"]],
    ["groß", ["elodie", "sharp"]],
    ["GROẞ", ["elodie", "sharp"]],
    ["elodie grossmann", ["elodie"]],
    ["zoe", ["marks"]],
    ["ipek kilic", ["ipek"]],
    ["IPEK", ["ipek"]],
    ["οδυσσευς", ["odysseus"]],
    ["İPEK", ["ipek"]],
    ["i\u0307pek", ["ipek"]],
    ["KILIÇ", ["ipek"]],
    ["kiliç", ["ipek"]],
    ["ΟΔΥΣΣΕΎΣ", ["odysseus"]],
    ["οδυσσεύς σίσυφος", ["odysseus"]],
    ["οδυσσεύσ", ["odysseus"]],
    ["EXAMPLE.COM", ["bob", "elodie"]],
  ],
  "every character stands for itself": [
    ["%_", ["bob"]],
    ["0%", ["bob", "elodie"]],
    ["_", ["bob", "elodie"]],
    ["elo_die", ["elodie"]],
    ["elo%die", []],
    ["%ba%", []],
    ["e_odie", []],
    ["\\", ["bob"]],
    ["'", ["bob"]],
    ["o'b", ["bob"]],
    ['"bob"', ["bob"]],
    ["' OR 1=1--", []],
    ['" OR "" = "', []],
    ["'; drop table users; --", []],
    ["AND", ["query"]],
    ["and near(x*", ["query"]],
    ["NEAR(x, y)", []],
    ["smile OR ring", []],
    ["NOT smile", []],
    ["sm*", []],
    ["x*", ["query"]],
    ["^ring", []],
    ["-", ["elodie", "query"]],
    ["a-b", ["query"]],
    ["users_search:a", []],
    ["{a b}", []],
    ["?", []],
    ["$1", []],
    [":a", []],
  ],
  "emoji and combining marks": [
    ["😀", ["emoji"]],
    ["👩‍👧", ["emoji"]],
    ["👩‍👩‍👧", ["emoji"]],
    ["😁", []],
    ["x\u0302Y", ["marks"]],
    ["ZOË", ["marks"]],
  ],
  "punctuation has one form, and names are found without it": [
    ["o’brien", ["bob"]],
    ["O`Brien, 50%", ["bob"]],
    ["Ｏ＇Ｂｒｉｅｎ", ["bob"]],
    ["obrien", ["bob"]],
    ["“bob”", ["bob"]],
    ["a\u2013b", ["query"]],
    ["Smile, 😀", ["emoji"]],
    ["gross-schreiber", ["sharp"]],
    ["ring\u200bbell", ["phone"]],
    ["o'brienx", []],
    [",", everybody],
  ],
  "a name is found without a space, in both orders": [
    ["ringbell", ["phone"]],
    ["bellring", ["phone"]],
    ["ΣίσυφοςΟδυσσεύς", ["odysseus"]],
    ["ringbellx", []],
  ],
  "a number is found by its digits, however it is written": [
    ["0014155552671", ["phone"]],
    ["001 415 555", ["phone"]],
    ["415/555-2671", ["phone"]],
    ["＋1 (415) 555\u20112671", ["phone"]],
    ["+14155552671", ["phone"]],
    ["+1 (415) 555-26", ["phone"]],
    ["+1-415-555-2671", ["phone"]],
    ["415-555", ["phone"]],
    ["(415)555", ["phone"]],
    ["415.555.2671", ["phone"]],
    ["4155552", ["phone"]],
    ["ring 2671", ["phone"]],
    ["555-9999", []],
    ["+4155552671", ["phone"]],
  ],
};

describe.each(Object.entries(cases))("%s", (_, rows) => {
  test(`in ${rows.length} searches`, async () => {
    const { directory, find } = await openWithPeople();
    await using __ = directory;

    const found = async () => {
      const answers = [];
      for (const [search] of rows) answers.push([search, await find(search)]);
      return answers;
    };

    expect(await found()).toEqual(rows);
    await directory.roster.services.database.tend();
    expect(await found()).toEqual(rows);
  });
});

test.each([
  ["+442079460958", ["020 7946 0958", "02079460958", "+44 (0) 20 7946", "+44(0)20/79460958", "0044 20 7946", "(0)20"]],
  ["+48512345678", ["512 345 678", "+48 (0)512 345 678", "0048512345678", "+48-512-345-678"]],
  ["+79123456789", ["8 (912) 345-67-89", "89123456789", "+7 912", "007912"]],
  ["+390612345678", ["06 1234 5678", "+39 06 1234", "00390612"]],
])("a number is found as people of its country and abroad dial it: %s", async (phone_number, searches) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ring", last_name: "Bell", phone_number });
  await api.createUser({ first_name: "Other", last_name: "Number", phone_number: "+14155552671" });
  for (const isIndexed of [false, true]) {
    if (isIndexed) await directory.roster.services.database.tend();
    for (const search of searches) {
      const { data } = await api.fetchUsers({ search });
      expect([search, data.map(({ id }) => id)]).toEqual([search, [user.id]]);
    }
  }
});

test("names of any script are found as people type them", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const typed: [first_name: string, last_name: string, searches: string[]][] = [
    ["太郎", "山田", ["山田太郎", "太郎山田", "山田 太郎", "山田\u3000太郎", "山田・太郎", "田太"]],
    ["철수", "김", ["김철수", "김 철수", "철수".normalize("NFD")]],
    ["José", "García", ["García, José", "García; José", "garcia jose", "GARCI\u0301A", "josé garcía", "garcia，jose"]],
    ["Łukasz", "Đorđević", ["lukasz dordevic", "ŁUKASZ"]],
    ["Øystein", "Ærø", ["oystein aero", "øystein"]],
    ["Jean\u2010Luc", "D’Arcy", ["jean-luc d'arcy", "jeanluc", "jean luc", "DʼArcy", "darcy"]],
    ["محمد", "أحمد", ["مُحَمَّد", "احمد"]],
    ["ガブリエル", "マリア", ["ｶﾞﾌﾞﾘｴﾙ", "マリア・ガブリエル"]],
    ["Сергей", "Королёв", ["сергеи королев", "КОРОЛЁВ"]],
    ["ﬁona", "Ｓｍｉｔｈ", ["fiona smith", "FIONA"]],
  ];
  for (const [first_name, last_name] of typed) await api.createUser({ first_name, last_name });
  for (const isIndexed of [false, true]) {
    if (isIndexed) await directory.roster.services.database.tend();
    for (const [first_name, , searches] of typed) {
      for (const search of searches) {
        const { data } = await api.fetchUsers({ search });
        expect([search, data.map((user) => user.first_name)]).toEqual([search, [first_name.normalize("NFC")]]);
      }
    }
  }
});

test("a user is found by the id and the address of an account at a provider, as long as it is connected", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" });
  const account = { provider: "google", provider_user_id: "Sub|00123", email: "countess@work.example" };
  const finds = async (search: string) => (await api.fetchUsers({ search })).data.length;

  const connection = await api.linkSocialConnection(id, account);
  expect([await finds("sub|00123"), await finds("Countess@work")]).toEqual([1, 1]);
  await api.updateUser(id, { first_name: "Augusta" });
  await api.addEmail(id, "ada@other.example");
  expect([await finds("augusta sub|00123"), await finds("countess other.example")]).toEqual([1, 1]);
  await api.deleteSocialConnection(id, connection.id);
  expect([await finds("sub|00123"), await finds("countess"), await finds("augusta")]).toEqual([0, 0, 1]);
});

test("every list with a search folds alike", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const organization = await api.createOrganization({ name: "O’Reilly & Søner" });
  await api.createWorkspace({ organization_id: organization.id, name: "Ｆｒａｎçais" });
  await api.inviteUser({ email: "a@example.com", first_name: "太郎", last_name: "山田" });
  await api.joinWaitlist({ email: "b@example.com", first_name: "José", last_name: "García" });

  const found = [
    await api.fetchOrganizations({ search: "oreilly soner" }),
    await api.fetchWorkspaces({ search: "francais" }),
    await api.fetchInvitedUsers({ search: "山田太郎" }),
    await api.fetchWaitlist({ search: "Garcia, Jose" }),
  ];
  expect(found.map(({ data }) => data.length)).toEqual([1, 1, 1, 1]);
});

test("an exact id finds its user, and a part of one finds nobody", async () => {
  const { directory, find, idOf } = await openWithPeople();
  await using _ = directory;
  const id = idOf("phone");

  expect(await find(id)).toEqual(["phone"]);
  expect(await find(`${id} bell`)).toEqual(["phone"]);
  expect(await find(`${id} smile`)).toEqual([]);
  for (const part of [
    id.slice(0, -1),
    id.slice(1),
    id.slice(5),
    "user_",
    id.slice(5, 12),
    `${id}0`,
    id.replace("_", ""),
  ]) {
    expect([part, await find(part)]).toEqual([part, []]);
  }
});

const indexings = [
  ["waits to be indexed", false],
  ["is indexed", true],
] as const;

test.each(indexings)("a change that %s is found by the next call, and the old value is not", async (_, isIndexed) => {
  const { directory, api, find: findNow, idOf } = await openWithPeople();
  await using __ = directory;
  const find = async (search: string) => {
    if (isIndexed) await directory.roster.services.database.tend();
    return findNow(search);
  };
  const id = idOf("emoji");

  await api.updateUser(id, { first_name: "Quentin", username: "quentin-1", external_id: "Q/77" });
  expect([await find("quentin"), await find("😀"), await find("q/77"), await find("ENTIN-1")]).toEqual([
    ["emoji"],
    [],
    ["emoji"],
    ["emoji"],
  ]);

  const email = await api.addEmail(id, "quux@new.example");
  const phone = await api.addPhone(id, "+442079460958");
  expect([await find("quux@new"), await find("+44 20 7946")]).toEqual([["emoji"], ["emoji"]]);

  await api.deleteEmail(id, email.id);
  await api.deletePhone(id, phone.id);
  expect([await find("quux@new"), await find("+44 20 7946")]).toEqual([[], []]);

  await api.updateUser(id, { external_id: null });
  expect(await find("q/77")).toEqual([]);

  await api.deleteUser(id);
  expect([await find("quentin"), await find(id)]).toEqual([[], []]);
});

test("a new user is not found by the texts of a deleted one", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const gone = await api.createUser({ first_name: "Gone", last_name: "Person" });
  await api.deleteUser(gone.id);
  const user = await api.createUser({ first_name: "Fresh", last_name: "Face" });

  expect((await api.fetchUsers({ search: "gone" })).data).toEqual([]);
  expect((await api.fetchUsers({ search: "fresh" })).data).toEqual([user]);
});

test.each([
  ["a".repeat(100), "a".repeat(101)],
  ["😀".repeat(100), "😀".repeat(101)],
  ["ﬃ".repeat(100), "ﬃ".repeat(101)],
  ["e\u0301".repeat(100), "e\u0301".repeat(101)],
  ["1 ".repeat(50).trim(), "1 ".repeat(51).trim()],
  ["+1 ".repeat(33), "+1 ".repeat(34)],
])("a search may have 100 characters (%#), and not one more", async (longest, tooLong) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: longest.trim(), last_name: "Long" });

  expect((await api.fetchUsers({ search: longest })).data).toEqual([user]);
  const { fieldErrors } = await expectRefusal(api.fetchUsers({ search: tooLong }), "invalid_input");
  expect(fieldErrors).toEqual([{ path: "search", message: expect.stringContaining("100 characters") }]);
});

test.each([
  ["NUL in it", "a\0b"],
  ["NUL alone", "\0"],
  ["half a character", "\ud800"],
  ["a line break", "a\nb"],
  ["10,000 letters", "a".repeat(10_000)],
])("a search with %s is refused by its field", async (_, search) => {
  await using directory = await openTestRoster();

  const { fieldErrors } = await expectRefusal(directory.api.fetchUsers({ search }), "invalid_input");

  expect(fieldErrors.map(({ path }) => path)).toEqual(["search"]);
});

test("a search may have 10 different words, and not one more", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ten = "a b c d e f g h i j";

  expect((await api.fetchUsers({ search: `${ten} j a` })).data).toEqual([]);
  const { fieldErrors } = await expectRefusal(api.fetchUsers({ search: `${ten} k` }), "invalid_input");
  expect(fieldErrors).toEqual([{ path: "search", message: "must have at most 10 different words" }]);
});

test("a word that is part of another word, a number or an id is still searched on its own", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", phone_number: "+14155552671" });
  const found = async (search: string) => (await api.fetchUsers({ search })).data.length;

  expect(await found("love lovelace")).toBe(1);
  expect(await found("love lovelaces")).toBe(0);
  expect(await found("415-555 555")).toBe(1);
  expect(await found("415-555 -")).toBe(0);
  expect(await found(`${user.id} user`)).toBe(0);
});
