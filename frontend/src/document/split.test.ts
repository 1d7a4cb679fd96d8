import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, inverse, type Fields, type Records } from "./changes";
import { filmOf } from "./select";
import { groupShots, joined, linesBefore, mergeShots, splitShot, whyNotMerged } from "./split";

const line = fc.record({ character: fc.constantFrom(null, "nell", "tomas"), words: fc.string({ minLength: 1, maxLength: 60 }), manner: fc.constant("") });
const shot = fc.record({
  frames: fc.integer({ min: 2, max: 600 }), dialogue: fc.array(line, { maxLength: 5 }), action: fc.string({ maxLength: 40 }),
  footage: fc.option(fc.record({ artifact: fc.constant("f".repeat(64)), start: fc.nat(900), fit: fc.constant("fill") })),
});
const casting = { x: { shot: "a", character: "nell", rank: "a0" }, y: { shot: "a", character: "tomas", rank: "a1" } };
const effect = { e: { shot: "a", operation: "style.grade", params: { exposure: 0.5 }, layer: "l", rank: "a0" } };
const film = (fields: Fields): Records => ({
  scene: { s: { number: "1", rank: "a0", heading: "INT. HALL", location: "p" } },
  shot: { a: { scene: "s", rank: "a1", letter: "A", ...fields }, z: { scene: "s", rank: "a2", letter: "B", frames: 10 } },
  character: { nell: { name: "Nell", rank: "a0" }, tomas: { name: "Tomas", rank: "a1" } },
  casting, effect, layer: { l: { shot: "a", name: "Nell", rank: "a0" } },
});
const drawing = (): (() => string) => {
  let drawn = 0;
  return () => `n${drawn++}`;
};
const one = (records: Records, id: string) => {
  const found = filmOf(records).byId.get(id);
  if (!found) throw new Error(`no shot ${id}`);
  return found;
};

test("split: frames, lines and footage are neither lost nor made, and undo is exact", () => {
  fc.assert(
    fc.property(shot, fc.nat(), (fields, cut) => {
      const records = film(fields as unknown as Fields);
      const at = 1 + (cut % (fields.frames - 1));
      const changes = splitShot(records, one(records, "a"), at, drawing());
      const next = apply(records, changes);
      const [first, second] = filmOf(next).shots;
      expect(filmOf(next).frames).toBe(filmOf(records).frames);
      expect(first?.shot.frames).toBe(at);
      expect([...(first?.shot.dialogue ?? []), ...(second?.shot.dialogue ?? [])]).toEqual(fields.dialogue);
      expect(second?.cast.map((who) => who.name)).toEqual(["Nell", "Tomas"]);
      if (fields.footage) expect(second?.shot.footage).toEqual({ ...fields.footage, start: fields.footage.start + at });
      const undone = filmOf(apply(next, inverse(records, changes)));
      expect(undone.shots).toEqual(filmOf(records).shots);
    }),
  );
});

test("merge undoes split: the same frames, lines, words and footage", () => {
  fc.assert(
    fc.property(shot, fc.nat(), (fields, cut) => {
      const records = film({ ...fields, action: fields.action.trim() } as unknown as Fields);
      const draw = drawing();
      const split = apply(records, splitShot(records, one(records, "a"), 1 + (cut % (fields.frames - 1)), draw));
      const ids = filmOf(split).shots.slice(0, 2).map((each) => each.shot.id);
      expect(whyNotMerged(filmOf(split), ids)).toBeNull();
      const merged = apply(split, mergeShots(split, filmOf(split), ids, draw));
      const again = one(merged, "a");
      expect(filmOf(merged).shots.map((each) => each.shot.id)).toEqual(["a", "z"]);
      expect(again.shot).toMatchObject({ frames: fields.frames, dialogue: fields.dialogue, action: fields.action.trim() });
      expect(again.shot.footage).toEqual(fields.footage);
      expect(again.cast.map((who) => who.id)).toEqual(["nell", "tomas"]);
    }),
  );
});

test("the second half has the first one's effects, each on its own copy of the layer", () => {
  const records = film({ frames: 48 });
  const next = apply(records, splitShot(records, one(records, "a"), 20, drawing()));
  const second = filmOf(next).shots[1]?.shot.id;
  const copies = Object.entries(next["effect"] ?? {}).filter(([, fields]) => fields["shot"] === second);
  expect(copies).toHaveLength(1);
  const layer = String(copies[0]?.[1]["layer"]);
  expect(layer).not.toBe("l");
  expect(next["layer"]?.[layer]?.["shot"]).toBe(second);
});

test("there is nothing to cut at the ends, or of a single frame", () => {
  const records = film({ frames: 48 });
  for (const at of [0, 48, 99, 1.5, -1]) expect(splitShot(records, one(records, "a"), at, drawing())).toEqual([]);
  const short = film({ frames: 1 });
  expect(splitShot(short, one(short, "a"), 1, drawing())).toEqual([]);
});

test("a line belongs to the half in which its middle is heard", () => {
  const lines = [{ character: null, words: "One.", manner: "" }, { character: null, words: "Two.", manner: "" }];
  expect(linesBefore(lines, 100, 50)).toBe(1);
  expect(linesBefore(lines, 100, 10)).toBe(0);
  expect(linesBefore(lines, 100, 90)).toBe(2);
  expect(linesBefore(lines, 100, 50, [60, 80])).toBe(0);
});

test("what cannot become one is said why", () => {
  const footage = (start: number) => ({ artifact: "f".repeat(64), start, fit: "fill" });
  const records: Records = {
    scene: { s: { number: "1", rank: "a0" }, u: { number: "2", rank: "a1" } },
    shot: {
      a: { scene: "s", rank: "a0", frames: 10, footage: footage(0) }, b: { scene: "s", rank: "a1", frames: 10, footage: footage(10) },
      c: { scene: "s", rank: "a2", frames: 10, footage: footage(30) }, d: { scene: "s", rank: "a3", frames: 99_989 },
      e: { scene: "s", rank: "a4", frames: 20 }, g: { scene: "u", rank: "a0", frames: 10 },
    },
  };
  const why = (...ids: string[]) => whyNotMerged(filmOf(records), ids);
  expect([why("a"), why("a", "c"), why("e", "g"), why("b", "c"), why("c", "d"), why("d", "e"), why("b", "a")])
    .toEqual(["alone", "apart", "apart", "footage", "footage", "long", null]);
  expect(mergeShots(records, filmOf(records), ["a", "c"], drawing())).toEqual([]);
});

test("words are joined, once each; Chinese without a space", () => {
  expect(joined(["She runs.", "", "She falls.", "She runs."])).toBe("She runs. She falls.");
  expect(joined(["她跑。", "她跌倒。"])).toBe("她跑。她跌倒。");
});

test("chosen shots become a scene of their own, after theirs, with its heading", () => {
  const records = film({ frames: 48 });
  const next = filmOf(apply(records, groupShots(records, filmOf(records), ["z"], "new")));
  expect(next.scenes.map((each) => [each.scene.number, each.scene.heading, each.shots.map((own) => own.slate)])).toEqual([
    ["1", "INT. HALL", ["1A"]], ["2", "INT. HALL", ["2A"]],
  ]);
});
