import {
  type CountryCode,
  getCountries,
  getExampleNumber,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { expect, test } from "vitest";
import { phoneNumber } from "./phone-number.ts";

const stored = (text: string) => phoneNumber.safeParse(text).data;
const exampleOf = (country: CountryCode) => getExampleNumber(country, examples);
const all = getCountries().flatMap((country) => exampleOf(country) ?? []);

/** The number with as many zeros in front as its country's plan keeps, of those given. */
const kept = ({ countryCallingCode: code, nationalNumber, number }: PhoneNumber, zeros: string) =>
  [...zeros]
    .map((_, index) => parsePhoneNumberFromString(`+${code}${zeros.slice(index)}${nationalNumber}`))
    .find((parsed) => parsed?.isValid())?.number ?? number;

test("the example number of every country is stored as it is, however it is spaced", () => {
  expect(all.length).toBeGreaterThan(240);
  for (const number of all) {
    for (const text of [
      number.number,
      number.formatInternational(),
      number.number.split("").join(" ").replace("+ ", "+"),
    ])
      expect(stored(text), text).toBe(number.number);
  }
});

test("a national 0 of any country is folded away, unless the country's plan keeps it", () => {
  for (const number of all) {
    const { countryCallingCode: code, nationalNumber: national } = number;
    for (const [zeros, texts] of [
      ["0", [`+${code} (0) ${national}`, `+${code} (0)${national}`, `+${code}0${national}`, `+${code} 0 ${national}`]],
      ["00", [`+${code} 00 ${national}`, `+${code} (0) 0${national}`, `+${code}(00)${national}`]],
    ] as const) {
      for (const text of texts) expect(stored(text), text).toBe(kept(number, zeros));
    }
  }
});

test("a number that was dialled in its country with the country code in front is the same number, or refused", () => {
  const others = all.filter((number) => {
    const known = stored(`+${number.countryCallingCode} ${number.formatNational()}`);
    return known !== undefined && known !== number.number;
  });
  expect(others.map(({ number }) => number)).toEqual([]);
});

test("whatever is stored parses to itself", () => {
  const prefixes = ["", "0", "00", "000", "1", "01", "8", "9", "15", "06"];
  const given = all.flatMap(({ countryCallingCode: code, nationalNumber: national }) =>
    [...prefixes, code, `0${code}`, `00${code}`].flatMap((prefix) =>
      [national, national.slice(1), national.slice(0, -1), `${national}0`, `${national}12`].map(
        (rest) => `+${code}${prefix}${rest}`,
      ),
    ),
  );
  const numbers = given.map(stored).filter((number) => number !== undefined);
  expect(numbers.length).toBeGreaterThan(1000);
  expect(numbers.filter((number) => stored(number) !== number)).toEqual([]);
});

test.each([
  ["+48 (0) 512 345 678", "+48512345678"],
  ["+48 512 345 678", "+48512345678"],
  ["+43 00 664 1234567", "+436641234567"],
  ["+44 (0)(0)20 7946 0958", "+442079460958"],
  ["+39 06 1234 5678", "+390612345678"],
  ["+39 (0)6 1234 5678", "+390612345678"],
  ["+7 8 912 345 67 89", "+79123456789"],
  ["+1 1 415 555 2671", "+14155552671"],
  ["+225 07 01 23 45 67", "+2250701234567"],
  ["+52 1 55 1234 5678", undefined],
  ["+7 080 512345678", undefined], // what is left after the zeros would be refused afterwards
  ["+1 010 612345678", undefined],
  ["+54 9 11 2345 6789", "+5491123456789"],
  ["+48 (0) 000 000", undefined],
])("%s is stored as %s", (text, number) => {
  expect(stored(text)).toBe(number);
});
