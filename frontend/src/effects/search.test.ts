import { expect, test } from "vitest";
import { search } from "./search";

const many = [
  { name: "style.grade", description: "Grade a clip: exposure, warmth." },
  { name: "video.upscale", description: "Make a clip larger." },
  { name: "video.retime", description: "Slower or faster." },
  ...Array.from({ length: 40 }, (_, at) => ({ name: `style.look_${"abcdefghijklmnopqrstuvwxyzabcdefghijklmnop"[at]}${at % 10}`, description: `Look ${at}` })),
];

test("nothing typed shows everything, by family", () => {
  const found = search(many, "", "en");
  expect(found).toHaveLength(many.length);
  const families = found.map((one) => one.family);
  expect(families).toEqual([...families].sort());
});

test("every word must be found, in any language of the interface, wide letters too", () => {
  expect(search(many, "调色", "en").map((one) => one.name)).toEqual(["style.grade"]);
  expect(search(many, "grade", "zh")[0]?.title).toBe("调色");
  expect(search(many, "ＷＡＲＭＴＨ clip", "en").map((one) => one.name)).toEqual(["style.grade"]);
  expect(search(many, "grade upscale", "en")).toEqual([]);
});

test("a name that begins with the words stands before one whose description has them", () => {
  expect(search([{ name: "a.second", description: "grade" }, { name: "style.grade", description: "" }], "grade", "en").map((one) => one.name)).toEqual(["style.grade", "a.second"]);
});
