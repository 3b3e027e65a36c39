import type { PasswordRejection } from "@roster/client";
import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { searchedOfNew } from "../user-rows/user-row.queries.ts";
import { passwordProblems } from "./password.policy.ts";

const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));

const ada = {
  first_name: "Ada",
  last_name: "Lovelace",
  username: "adal",
  email_address: "countess@analytical.example",
};

/** Text without a pattern, of as many characters as wanted. */
const prose = (length: number) => "The moss piglet sleeps; nobody knows for how long. ".repeat(20).slice(0, length);

describe("a password of good length is taken, whatever it is made of:", () => {
  test.for([
    ["lower-case words only", "correct horse battery staple"],
    ["digits without a pattern", "4071928365"],
    ["one word that nobody lists", "quokkaferry"],
    ["Cyrillic", "проходной двор"],
    ["Chinese", "天地玄黄宇宙洪荒"],
    ["Devanagari", "नमस्ते दुनिया कैसे हो"],
    ["Arabic", "الحصان الأخضر يغني"],
    ["emoji", "🐴🔋📎🎉🚀🌈🔥💧"],
    ["a sentence with the user's own first name", "my friend Ada likes long walks"],
    ["a sentence with both names", "Ada Lovelace wrote the first program"],
    ["the own name and emoji", "Ada🐴🔋📎🎉🚀🌈🔥"],
    ["a sentence with the application's name", "roster of brave sailors"],
    ["control characters, as a generator may use them", "vq\t7\n#k\u0007Lp2"],
    ["spaces at both ends", "  moss piglet  "],
    ["a letter that repeats, beside others", "aaaaaaaa moss piglet"],
  ])("%s", async ([, password]) => {
    await using directory = await openTestRoster();
    const { id } = await directory.api.createUser({ ...ada, password });
    expect((await directory.api.fetchUserDetails(id)).user.has_password).toBe(true);
  });
});

describe("a password is refused, with every reason at once,", () => {
  test.for<[string, string, PasswordRejection[]]>([
    ["that is among the first to try", "iloveyou", ["common"]],
    ["that is so but for case", "PassWord", ["common"]],
    ["that is so but for width", "ｐａｓｓｗｏｒｄ", ["common"]],
    ["that is so but for a number at its end", "monkey2024", ["common"]],
    ["that is so but for a sign", "letmein!", ["common"]],
    ["that is so but for a number and a sign", "Welcome1!", ["common"]],
    ["that is so but for a year and signs", "!Welcome2026!", ["common"]],
    ["that is so but for a repeated ending", "welcomeeee", ["common"]],
    ["that is so twice", "dragondragon1", ["common"]],
    ["that is so in disguise", "P@$$w0rd", ["common"]],
    ["that is so in disguise, with a number and a sign", "P@ssw0rd2026!", ["common"]],
    ["that is so in accents", "pässwörd", ["common"]],
    ["that is so with spaces between", "let me in 123", ["common"]],
    ["that is so backwards", "emoclew!1", ["common"]],
    ["that counts up to a sign", "12345678!", ["common"]],
    ["of one letter", "aaaaaaaaaaaaaaaa", ["common"]],
    ["of one emoji", "🐴🐴🐴🐴🐴🐴🐴🐴", ["common"]],
    ["of one short piece again and again", "xyzxyzxyzxyz", ["common"]],
    ["that counts up", "12345678", ["common"]],
    ["that goes down the alphabet", "zyxwvutsrq", ["common"]],
    ["that walks along the keyboard", "qwertyuiop", ["common"]],
    ["that walks along a German keyboard, and adds", "Qwertz123!", ["common"]],
    ["that walks back along a French keyboard", "poiuytreza", ["common"]],
    ["made from first and last name", "Lovelace-Ada", ["personal"]],
    ["made from a name and a year", "Lovelace:1815", ["personal"]],
    ["made from names in any case and order", "ADAlovelaceADA", ["personal"]],
    ["made from the username", "adal adal!", ["personal"]],
    ["that is the address", "countess@analytical.example", ["personal"]],
    ["made from the front of the address", "Countess!!", ["personal"]],
    ["made from the domain of the address", "analytical1!", ["personal"]],
    ["made from the application's name", "Roster2026", ["personal"]],
    ["that is short", "9xK!qz0", ["too_short"]],
    ["that is short and common", "abcdef", ["too_short", "common"]],
    ["that is short and personal", "Ada1815", ["too_short", "personal"]],
    ["that is common and personal", "adaadaada", ["common", "personal"]],
    ["that is long and common", "ab".repeat(200), ["too_long", "common"]],
  ])("%s", async ([, password, reasons]) => {
    await using directory = await openTestRoster();
    const call = () => directory.api.createUser({ ...ada, password });
    const error = await expectRefusedUnchanged(directory, call, "password_rejected");
    expect(error.reasons).toEqual(reasons);
    expect(error.fieldErrors.map((field) => field.path)).toEqual(reasons.map(() => "password"));
  });
});

describe("length is counted in code points, after NFKC", () => {
  const accented = "àéîõüñçâ";
  test.for<[string, Record<string, string>, string, PasswordRejection[]]>([
    ["7 characters are too few", {}, prose(7), ["too_short"]],
    ["8 are enough", {}, prose(8), []],
    ["256 are not too many", {}, prose(256), []],
    ["257 are", {}, prose(257), ["too_long"]],
    ["an emoji counts once: 7 are too few", {}, "🐴🔋📎🎉🚀🌈🔥", ["too_short"]],
    ["256 emoji with others are not too many", {}, prose(56) + "🐴🔋📎🎉🚀🌈🔥💧".repeat(25), []],
    [
      "letters with marks of their own count once: 7 are too few",
      {},
      accented.slice(1).normalize("NFD"),
      ["too_short"],
    ],
    ["and 8 are enough", {}, accented.normalize("NFD"), []],
    ["one character that stands for many is one", {}, "ﷺ", ["too_short"]],
    ["14 are too few where 15 are asked for", { PASSWORD_MIN_LENGTH: "15" }, prose(14), ["too_short"]],
    ["15 are enough there", { PASSWORD_MIN_LENGTH: "15" }, prose(15), []],
    ["64 are always taken", { PASSWORD_MIN_LENGTH: "64", PASSWORD_MAX_LENGTH: "64" }, prose(64), []],
    ["65 are too many where 64 are the most", { PASSWORD_MAX_LENGTH: "64" }, prose(65), ["too_long"]],
  ])("%s", async ([, env, password, reasons]) => {
    await using directory = await openTestRoster(env);
    const result = await directory.api.safe.createUser({ first_name: "Mary", last_name: "Somerville", password });
    expect(result.ok ? [] : result.error.reasons).toEqual(reasons);
    expect(result.ok || result.error.code === "password_rejected").toBe(true);
  });
});

const taro = {
  first_name: "太郎",
  last_name: "田中",
  username: "tanaka_t",
  external_id: "crm-8842917",
  email_address: "t.tanaka@kyoto-works.example",
  phone_number: "+442079460958",
};

describe("what identifies a person is no password, in no spelling:", () => {
  test.for<[string, string]>([
    ["the number", "+442079460958"],
    ["the number from abroad", "00442079460958"],
    ["the number at home", "020 7946 0958"],
    ["the number with (0)", "+44 (0) 20 7946-0958"],
    ["a part of the number", "79460958"],
    ["a part of the number and a sign", "7946-0958!"],
    ["the external id", "crm-8842917"],
    ["the digits of the external id", "8842917!"],
    ["the names, last name first", "田中太郎田中太郎"],
    ["the names and a year", "田中 太郎 2026"],
    ["the names, first name first", "太郎・田中1990"],
    ["the username without its sign", "tanakat2026"],
    ["the username in capitals", "TANAKA_T!!"],
    ["a part of the username, twice", "TanakaTanaka"],
    ["the username in disguise", "T@n4k4_t1"],
    ["the username backwards", "t_akanat!"],
    ["the local part of the address", "t.tanaka1"],
    ["the whole address", "T.Tanaka@Kyoto-Works.example"],
    ["the domain", "kyotoworks"],
    ["the domain in disguise", "ky0t0-w0rks"],
    ["full-width letters of the username", "ｔａｎａｋａ＿ｔ"],
  ])("%s", async ([, password]) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const call = () => api.createUser({ ...taro, password });
    expect((await expectRefusedUnchanged(directory, call, "password_rejected")).reasons).toContain("personal");
    const { id } = await api.createUser(taro);
    const change = () => api.updatePassword(id, { new_password: password });
    expect((await expectRefusedUnchanged(directory, change, "password_rejected")).reasons).toContain("personal");
  });
});

test.each([
  [{ first_name: "Li", last_name: "Na" }, ["lina2026", "NaLi-1999", "L1-N4-1234"]],
  [{ first_name: "Łukasz", last_name: "Đorđević" }, ["lukasz2026", "Dordevic!", "zsakul123"]],
  [{ first_name: "Jürgen", last_name: "Söderström" }, ["juergen2026", "Soederstroem!", "soderstromjuergen"]],
  [{ first_name: "Shaun", last_name: "O’Brien" }, ["O'Brien1", "obrienshaun", "neirbo12"]],
  [{ first_name: "Mary Jane", last_name: "Watson" }, ["mary.jane", "WatsonMaryJane", "janewatson"]],
])("names are no password, without accents and signs, in all orders: %j", async (names, passwords) => {
  await using directory = await openTestRoster();
  for (const password of passwords) {
    const call = () => directory.api.createUser({ ...names, password });
    const { reasons } = await expectRefusedUnchanged(directory, call, "password_rejected");
    expect([password, reasons]).toEqual([password, expect.arrayContaining(["personal"])]);
  }
});

test("a new password must not be made from a number or an account that was added later", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.addPhone(id, "+14155552671");
  const account = { provider: "github", provider_user_id: "octo-countess", email: "engine@work.example" };
  await api.linkSocialConnection(id, account);

  for (const new_password of ["(415) 555-2671", "octocountess1", "Engine!!2026"]) {
    const call = () => api.updatePassword(id, { new_password });
    expect((await expectRefusedUnchanged(directory, call, "password_rejected")).reasons).toEqual(["personal"]);
  }
});

/** What shrinks to few letters again and again is not. */
const isRandom = (text: string) => new Set(text).size >= 10;

test("strong random passwords and phrases are never refused", async () => {
  const settings = readSettings({});
  const owners = [ada, taro].map((person) =>
    searchedOfNew({ external_id: null, phone_number: null, ...person, email: person.email_address }),
  );
  const word = fc.constantFrom(...dictionary["diceware-common"].filter((one) => one.length >= 4));
  const phrase = fc.tuple(fc.array(word, { minLength: 5, maxLength: 8 }), fc.constantFrom(" ", "-", "", "."));
  const drawn = fc.oneof(
    phrase.map(([words, separator]) => words.join(separator)).filter((text) => text.length >= 24),
    fc.string({ unit: fc.constantFrom(...printable), minLength: 16, maxLength: 64 }),
    fc
      .array(fc.nat(15), { minLength: 32, maxLength: 32 })
      .map((digits) => digits.map((one) => one.toString(16)).join("")),
  );

  await fc.assert(
    fc.asyncProperty(drawn.filter(isRandom), fc.constantFrom(...owners), async (password, owner) => {
      expect([password, await passwordProblems(password, owner, settings)]).toEqual([password, []]);
    }),
    { numRuns: 3000 },
  );
});

test("a refused password says what is allowed, with the numbers of the settings", async () => {
  await using directory = await openTestRoster({ PASSWORD_MIN_LENGTH: "15", APP_NAME: "Harbour" });
  const { api } = directory;
  const { id } = await api.createUser(ada);

  const error = await expectRefusedUnchanged(
    directory,
    () => api.updatePassword(id, { new_password: "harbour;2026" }),
    "password_rejected",
  );

  expect(error.reasons).toEqual(["too_short", "personal"]);
  expect(error.fieldErrors).toEqual([
    { path: "new_password", message: "must be at least 15 characters" },
    { path: "new_password", message: expect.stringContaining("names") },
  ]);
});

test("a new password must not be made from any of the user's addresses, verified or not", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.addEmail(id, "enchantress@numbers.example");

  const call = () => api.updatePassword(id, { new_password: "Enchantress1" });

  expect((await expectRefusedUnchanged(directory, call, "password_rejected")).reasons).toEqual(["personal"]);
});

test("skip_password_check takes what the policy would refuse, but nothing that is too long", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const mary = { first_name: "Mary", last_name: "Somerville", skip_password_check: true };

  for (const password of ["password", "mary", "1"]) {
    const { id } = await api.createUser({ ...mary, password });
    await api.updatePassword(id, { current_password: password, new_password: prose(30) });
  }
  const call = () => api.createUser({ ...mary, password: prose(257) });
  expect((await expectRefusedUnchanged(directory, call, "password_rejected")).reasons).toEqual(["too_long"]);
  await expectRefusedUnchanged(directory, () => api.createUser({ ...mary, password: "" }), "invalid_input");
});
