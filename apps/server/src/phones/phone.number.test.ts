import { expect, test } from "vitest";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

test.each([
  ["+14155552671", "+14155552671"],
  [" +1 (415) 555-2671 ", "+14155552671"],
  ["+1.415.555.2671", "+14155552671"],
  ["+1-415-555-2671", "+14155552671"],
  ["+44 (0) 20 7946 0958", "+442079460958"],
  ["+49 30 123456", "+4930123456"],
  ["+48 (0) 512 345 678", "+48512345678"],
  ["+43 00 664 1234567", "+436641234567"],
])("the number %j is stored as %j, and no spelling of it is free for others", async (given, stored) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });

  expect((await api.addPhone(user.id, given)).phone_number).toBe(stored);
  const owner = await api.createUser({ first_name: "Grace", last_name: "Hopper", phone_number: given });
  expect(owner.phone_number).toBe(stored);

  for (const spelling of [given, stored, `  ${stored.slice(0, 3)} ${stored.slice(3)}`]) {
    await expectRefusedUnchanged(directory, () => api.addPhone(user.id, spelling), "phone_taken");
  }
});

test.each([
  ["nothing", ""],
  ["no +", "14155552671"],
  ["00 for the +", "0014155552671"],
  ["a country code of 0", "+0123456789"],
  ["a country code that does not exist", "+999 123456789"],
  ["too few digits", "+1415"],
  ["a + alone", "+"],
  ["16 digits", "+1234567890123456"],
  ["full-width digits", "+１４１５５５５２６７１"],
  ["a full-width +", "＋14155552671"],
  ["Arabic-Indic digits", "+١٤١٥٥٥٥٢٦٧١"],
  ["letters", "+1800FLOWERS"],
  ["an extension", "+14155552671 ext. 5"],
  ["an extension after a semicolon", "+14155552671;ext=5"],
  ["a scheme", "tel:+14155552671"],
  ["two numbers", "+14155552671,+14155552672"],
  ["a second +", "+1+4155552671"],
  ["a line break after it", "+14155552671\n"],
  ["a tab before it", "\t+14155552671"],
  ["NUL", "+14155552671\0"],
  ["a no-break space", "+1\u00a04155552671"],
  ["10,000 digits", `+1${"4".repeat(10_000)}`],
  ["a list as such", ["+14155552671"]],
  ["a number as such", 14155552671],
])("a number with %s is refused by its field", async (_, given) => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
  const phone_number = given as string; // includes values that the type forbids

  for (const call of [
    () => api.addPhone(user.id, phone_number),
    () => api.createUser({ first_name: "A", last_name: "B", phone_number }),
  ]) {
    const { fieldErrors } = await expectRefusedUnchanged(directory, call, "invalid_input");
    expect(fieldErrors.map(({ path }) => path)).toEqual(["phone_number"]);
  }
});
