import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./fold.ts";

const text = fc.string({ unit: "binary" });

test("folded text folds to itself, whatever it holds", () => {
  fc.assert(fc.property(text, (given) => fold(fold(given)) === fold(given)));
  const letters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
  expect(letters.filter((letter) => fold(fold(letter)) !== fold(letter))).toEqual([]);
});

test("letters fold alike in upper and lower case, composed and taken apart", () => {
  const letters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
  for (const change of ["toUpperCase", "toLowerCase"] as const) {
    expect(letters.filter((letter) => fold(letter[change]()) !== fold(letter))).toEqual([]);
  }
  for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const) {
    const differs = (letter: string) =>
      !"\u00b4\u1ffd".includes(letter) && fold(letter.normalize(form)) !== fold(letter);
    expect([form, letters.filter(differs)]).toEqual([form, []]);
  }
});

test.for([
  ["İstanbul Işık ı", "istanbul isik i"],
  ["Straße GROẞ", "strasse gross"],
  ["Ødegård Łukasz Đỗ Æther Œuvre Þór", "odegard lukasz do aether oeuvre thor"],
  ["ﬁn Ｆｕｌｌ ① Ⅷ", "fin full 1 viii"],
  ["ｶﾞｷ ガギ かぎ かき", "ガキ ガギ かぎ かき"],
  ["नमस्ते हिन्दी", "नमस्ते हिन्दी"],
  ["שָׁלוֹם أحمد", "שלום احمد"],
  ["O’Brien Oʼa O`b O´c O＇d", "o'brien o'a o'b o'c o'd"],
  ["“a” «b» a–b a—b a−b a‑b", `"a" "b" a-b a-b a-b a-b`],
  ["García, José،b、c・d", "garcia jose b c d"],
  ["a\u200bb\u00adc\ufe0f", "abc"],
  [" , ", ""],
])("%s is %s", ([given, folded]) => {
  expect(fold(given ?? "")).toBe(folded);
});
