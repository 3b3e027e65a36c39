import { expect, test } from "vitest";
import { tellingGramsOf } from "../database/search-terms.ts";
import { cheapest, conditionOf, Sample } from "./selectivity.ts";

const many = (count: number, text: string) => Array<string>(count).fill(text);

test("a search of two words asks the index for n-grams of both, because those of one word are correlated", () => {
  const sample = new Sample([...many(5, "eva garcía"), ...many(10, "maria lópez"), ...many(485, "john smith")]);
  const conditions = ["maria", "garcía"].flatMap((word) =>
    tellingGramsOf(word).map((gram) => conditionOf(gram, sample)),
  );

  const asked = cheapest(conditions, sample);

  expect(asked.split(" AND ")).toEqual(['"garc"', '"mari"', '"aria"']);
});

test("a common n-gram is not asked for beside a rare one", () => {
  const sample = new Sample(many(500, "ada@mail.example"));
  const conditions = tellingGramsOf("plexample").map((gram) => conditionOf(gram, sample));

  expect(cheapest(conditions, sample).split(" AND ")).toEqual(['"plex"', '"lexa"']);
});
