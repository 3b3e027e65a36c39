import type { SimpleFaker } from "@faker-js/faker";

/** Letters that databases and languages treat differently. */
const words = [
  ..."Ada ada ADA Åsa ÅSA åsa A\u030Asa Straße STRASSE strasse ẞ Σίσυφος σίσυφοσ ΣΊΣΥΦΟΣ İstanbul istanbul ISTANBUL ıI".split(
    " ",
  ),
  ..."é e\u0301 É ﬁ fi Ω \u2126 K \u212A 日本語 本 👩‍🚀 👩 🚀 \u{1F600} ﷺ الله עברית กรุงเทพ ǅ ǆ Ǆ ŉ ΐ".split(" "),
  ..."O'Brien O’Brien 100% % _ a_b a%b \\ a\\b \\% -- ; /* \" ' ` {} [] $1 ? :x @ # * AND OR NOT NEAR( a* ^a".split(
    " ",
  ),
  ..."Zoë zoe Ørsted orsted Łódź lodz z Z ~ a\u200Db a\u00ADb x\u0300 \u0301 \uFFFD \uFFFF \u{10FFFF} 0 00 1 42 1e3 null NULL".split(
    " ",
  ),
];

/** Texts that are refused or normalised. */
const badTexts = ["", " ", "  padded  ", "a\nb", "a\tb", "a\0b", "\uD800", "a\uDC00", "\u2028", "x".repeat(5000)];

const domains = ["example.com", "work.example", "xn--bcher-kva.example", "a.b.c.example"];
const badAddresses = [
  "ada",
  "ada@",
  "@example.com",
  "ada@example",
  "ä@example.com",
  "a b@example.com",
  `${"l".repeat(65)}@example.com`,
  "ada@example.com\n",
];
const badNumbers = ["4155552671", "+1", "+1415555267100000000", "phone", "", "+1415555\n2671", "++14155552671"];

const numbers = [
  0, 1, -1, 0.1, 1e21, 1e-7, 1.7976931348623157e308, 5e-324, 9007199254740991, -9007199254740991, 1.0, 123456789.123,
];
const badNumbersInMetadata = [-0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e300];

/** The values of inputs: few enough to collide, with hard ones among them. */
export function valuesFrom(faker: SimpleFaker) {
  const { helpers } = faker;
  const chance = (probability: number) => faker.datatype.boolean({ probability });
  const upTo = (max: number) => faker.number.int({ min: 0, max });
  const pick = <T>(list: readonly T[]): T => helpers.arrayElement(list);
  const rarely = <T>(probability: number, one: () => T, other: () => T) => (chance(probability) ? one() : other());
  const anyCase = (text: string) => pick([text, text, text.toLowerCase(), text.toUpperCase()]);

  const line = () =>
    rarely(
      0.02,
      () => pick(badTexts),
      () => Array.from({ length: 1 + upTo(2) }, () => pick(words)).join(pick([" ", " ", "", "\u00A0"])),
    );
  const email = () =>
    rarely(
      0.02,
      () => pick(badAddresses),
      () =>
        anyCase(`${pick(["ada", "grace", "a_b", "o'brien", "x+y", "z", "a.b", "100%"])}${upTo(30)}@${pick(domains)}`),
    );
  const phone = () =>
    rarely(
      0.03,
      () => pick(badNumbers),
      () => {
        const end = String(2600 + upTo(60));
        return pick([
          `+1415555${end}`,
          `+1 (415) 555-${end}`,
          `+44 20 7946 ${end.replace("2", "0")}`,
          ` +49 30 ${end}123`,
        ]);
      },
    );

  const metadataValue = (depth: number): unknown => {
    const kind = upTo(depth > 2 ? 4 : 6);
    if (kind === 0) return pick(words);
    if (kind === 1) return pick(numbers);
    if (kind === 2) return chance(0.5);
    if (kind === 3) return null;
    if (kind === 4) return pick(["", "a\nb", "\u2028", "</script>", "\u0001", "\u{1F600}"]);
    if (kind === 5) return Array.from({ length: upTo(3) }, () => metadataValue(depth + 1));
    return metadataObject(depth + 1);
  };
  const key = () =>
    pick(["plan", "Plan", "a", "b", "10", "2", "", "é", "e\u0301", "a.b", "$", "日本", "toString", "k".repeat(256)]);
  const metadataObject = (depth: number) =>
    Object.fromEntries(Array.from({ length: upTo(4) }, () => [key(), metadataValue(depth)]));
  const badMetadata = () =>
    pick<unknown>([
      { a: pick(badNumbersInMetadata) },
      { a: "\0" },
      { a: "\uD800" },
      { "\uDFFF": 1 },
      { ["k".repeat(257)]: 1 },
      JSON.parse('{"__proto__":{"a":1}}'),
      { constructor: 1 },
      { a: "x".repeat(17_000) },
      Array.from({ length: 40 }).reduce<unknown>((inner) => ({ in: inner }), 1),
      Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`k${index}`, 1])),
      [],
      "text",
      new Date(0),
    ]);
  const metadata = () =>
    rarely<unknown>(0.03, badMetadata, () => (chance(0.03) ? { big: "é".repeat(8000) } : metadataObject(0)));

  /** A piece of a text, as a search. */
  const pieceOf = (text: string) => {
    const letters = Array.from(text);
    const start = upTo(Math.max(0, letters.length - 1));
    return anyCase(letters.slice(start, start + 1 + upTo(6)).join(""));
  };
  const search = (known: readonly string[]) => {
    const one = () =>
      known.length > 0 && chance(0.7)
        ? pieceOf(pick(known))
        : pick([...words, "(415) 555", "555-26", "+1415", "2601", "example", "@", "."]);
    return rarely(
      0.04,
      () => pick([...badTexts, "x".repeat(101), "a b c d e f g h i j k", "é".repeat(100)]),
      () => Array.from({ length: pick([1, 1, 1, 2, 2, 3]) }, one).join(pick([" ", "  ", "\u3000"])),
    );
  };

  const username = () =>
    rarely(
      0.05,
      () => pick(["-ada", "a b", "é", "", "A@b"]),
      () => anyCase(`${pick(["ada", "a_b", "a.b", "z-9", "0"])}${upTo(40)}`),
    );
  const externalId = () =>
    rarely(
      0.05,
      () => pick(badTexts),
      () => anyCase(`${pick(["crm-", "É", "%", "ß", "\\", "👩‍🚀"])}${upTo(40)}`),
    );
  const slug = () =>
    rarely(
      0.05,
      () => pick(["A", "a--b", "-a", "", "é", "s".repeat(65)]),
      () => `${pick(["lab", "acme", "x"])}-${upTo(30)}`,
    );
  const role = () => pick(["member", "admin", "billing:viewer", "a_b", "Admin", ""]);
  const url = () =>
    pick([
      "https://app.example.com/in?x=1&y=%C3%A9",
      "https://users.example.com/welcome",
      "https://evil.example/",
      "javascript:alert(1)",
      "http://",
      "https://pictures.example/é.png",
    ]);
  const password = () =>
    pick([
      "a green whale sings at noon",
      "a blue whale sings at dusk",
      "a red whale sings at dawn",
      "password",
      "short",
      "",
    ]);

  return { chance, upTo, pick, line, email, phone, metadata, search, username, externalId, slug, role, url, password };
}

export type Values = ReturnType<typeof valuesFrom>;
