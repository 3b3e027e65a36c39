import { expect, test } from "vitest";
import { tellingGramsOf } from "../database/search-terms.ts";
import { cheapest, Sample } from "./selectivity.ts";

const many = (count: number, text: string) => Array<string>(count).fill(text);

test("a search of two words asks the index for n-grams of both, because those of one word are correlated", () => {
  const sample = new Sample([...many(5, "eva garcía"), ...many(10, "maria lópez"), ...many(485, "john smith")]);

  const asked = cheapest(["maria", "garcía"].flatMap(tellingGramsOf), sample);

  expect(asked).toEqual(["garc", "mari", "aria"]);
});

test("a common n-gram is not asked for beside a rare one", () => {
  const sample = new Sample(many(500, "ada@mail.example"));

  expect(cheapest(tellingGramsOf("plexample"), sample)).toEqual(["plex", "lexa"]);
});
