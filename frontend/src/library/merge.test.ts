import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, inverse, type Records } from "../document/changes";
import { filmOf } from "../document/select";
import { usageOf } from "./entries";
import { merge } from "./merge";

const who = fc.constantFrom("anna", "ann", "ben");
const where = fc.constantFrom("pier", "dock", null);
const films: fc.Arbitrary<Records> = fc
  .record({
    castings: fc.array(fc.record({ shot: fc.constantFrom("a", "b", "c"), character: who, archived: fc.boolean() }), { maxLength: 8 }),
    lines: fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), who), { maxLength: 6 }),
    scenes: fc.tuple(where, where),
    real: fc.tuple(fc.boolean(), fc.boolean()),
    consent: fc.tuple(fc.constantFrom("", "release A"), fc.constantFrom("", "release B")),
  })
  .map(({ castings, lines, scenes, real, consent }) => ({
    character: {
      anna: { name: "Anna", rank: "a0", aliases: ["A."], real_person: real[0], consent: consent[0], pictures: ["1"] },
      ann: { name: "Ann", rank: "a1", aliases: ["Annie"], description: "A baker.", real_person: real[1], consent: consent[1], pictures: ["1", "2"], voice: "af_sky", pace: 0.9 },
      ben: { name: "Ben", rank: "a2" },
    },
    location: { pier: { name: "Pier", rank: "a0" }, dock: { name: "Dock", rank: "a1", description: "Wood." } },
    scene: { s1: { number: "1", rank: "a0", location: scenes[0] }, s2: { number: "2", rank: "a1", location: scenes[1] } },
    shot: Object.fromEntries(
      ["a", "b", "c"].map((id, at) => [
        id,
        { scene: at < 2 ? "s1" : "s2", rank: `a${at}`, letter: "ABC".charAt(at), frames: 24, dialogue: lines.filter((one) => one[0] === id).map((one) => ({ character: one[1], words: "Hm.", manner: "" })) },
      ]),
    ),
    casting: Object.fromEntries(castings.map((one, at) => [`x${at}`, { ...one, rank: `a${at}` }])),
  }));

const shotsOf = (records: Records, ...ids: string[]): string[] => {
  const used = usageOf(filmOf(records));
  return [...new Set(ids.flatMap((id) => (used.get(id) ?? []).map((one) => one.shot.id)))].sort();
};

describe("merging", () => {
  test("whoever is kept appears wherever either appeared, nobody twice, and nobody else moves", () => {
    fc.assert(
      fc.property(films, (before) => {
        const after = apply(before, merge(before, "character", "anna", "ann"));
        expect(shotsOf(after, "anna")).toEqual(shotsOf(before, "anna", "ann"));
        expect(shotsOf(after, "ann")).toEqual([]);
        expect(shotsOf(after, "ben")).toEqual(shotsOf(before, "ben"));
        expect(JSON.stringify(after["shot"])).not.toContain('"ann"');
        expect(filmOf(after).characters.map((one) => one.id)).toEqual(["anna", "ben"]);
        for (const shot of filmOf(after).shots) {
          const twice = shot.cast.filter((one) => one.id === "anna").length;
          const were = filmOf(before).byId.get(shot.shot.id)?.cast ?? [];
          const most = Math.max(1, were.filter((one) => one.id === "anna").length, were.filter((one) => one.id === "ann").length);
          expect(twice).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("undo brings both back as they were", () => {
    fc.assert(
      fc.property(films, (before) => {
        const changes = merge(before, "character", "anna", "ann");
        const back = apply(apply(before, changes), inverse(before, changes));
        expect(shotsOf(back, "ann")).toEqual(shotsOf(before, "ann"));
        expect(shotsOf(back, "anna")).toEqual(shotsOf(before, "anna"));
        expect(back["shot"]).toEqual(before["shot"]);
      }),
    );
  });

  test("the other's names, pictures, voice and words are taken where there were none; consent is never lost", () => {
    fc.assert(
      fc.property(films, (before) => {
        const kept = apply(before, merge(before, "character", "anna", "ann"))["character"]?.["anna"] ?? {};
        expect(kept).toMatchObject({ name: "Anna", aliases: ["A.", "Ann", "Annie"], pictures: ["1", "2"], description: "A baker.", voice: "af_sky", pace: 0.9 });
        const people = ["anna", "ann"].map((id) => before["character"]?.[id] ?? {});
        expect(kept["real_person"]).toBe(people.some((one) => one["real_person"] === true));
        for (const one of people) if (one["real_person"] === true && one["consent"]) expect(kept["consent"]).toContain(one["consent"]);
      }),
    );
  });

  test("scenes move to the place that stays", () => {
    fc.assert(
      fc.property(films, (before) => {
        const after = apply(before, merge(before, "location", "pier", "dock"));
        expect(shotsOf(after, "pier")).toEqual(shotsOf(before, "pier", "dock"));
        expect(after["location"]?.["dock"]?.["archived"]).toBe(true);
      }),
    );
  });

  test("nothing is merged with itself or with what is not there", () => {
    const film: Records = { character: { a: { name: "A" } } };
    expect(merge(film, "character", "a", "a")).toEqual([]);
    expect(merge(film, "character", "a", "z")).toEqual([]);
  });
});
