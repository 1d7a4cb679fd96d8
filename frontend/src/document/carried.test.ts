import fc from "fast-check";
import { expect, test } from "vitest";
import { poseAt } from "../layers/pose";
import { carriedEffect, carriedDirection, carriedLayer } from "./carried";
import { apply, type Fields, type Records } from "./changes";
import type { LayerKey } from "./kinds";
import { splitShot } from "./split";
import { filmOf } from "./select";
import { duplicateShots } from "./verbs";

const mask = (frame: number) => ({ frame, points: [[0.5, 0.5, true]], box: null, strokes: [], words: "" });
const thing = { picture: "", words: "a car", seed: 1, frame: 12, region: [0, 0, 1, 1], hold: "still", instead: "old" };
const drawing = (): (() => string) => {
  let drawn = 0;
  return () => `n${drawn++}`;
};

test("masks go along with their frames, and those of the earlier part are left behind", () => {
  const cut = carriedLayer({ masks: [mask(3), mask(10), mask(14)], matte: "d".repeat(64), take: "t" }, new Map(), 10);
  expect((cut["masks"] as { frame: number }[]).map((one) => one.frame)).toEqual([0, 4]);
  expect(cut).toMatchObject({ matte: "", take: null });
  const copy = carriedLayer({ masks: [mask(3)], matte: "d".repeat(64), take: "t" }, new Map());
  expect(copy).toEqual({ masks: [mask(3)], matte: "d".repeat(64), take: null });
});

test("a thing and what it replaces, a loan and the layer that is lent, stay together", () => {
  const copies = new Map([["old", "new"]]);
  expect(carriedLayer({ thing }, copies, 10)["thing"]).toMatchObject({ instead: "new", frame: 2 });
  expect(carriedLayer({ thing }, copies, 20)["thing"]).toMatchObject({ frame: 0 });
  expect(carriedLayer({ thing: { ...thing, instead: null } }, copies)["thing"]).toMatchObject({ instead: null, frame: 12 });
  expect(carriedLayer({ borrowed: { layer: "old", offset: -3 } }, copies, 10)["borrowed"]).toEqual({ layer: "new", offset: 7 });
  expect(carriedLayer({ borrowed: { layer: "other", offset: 0 } }, copies)["borrowed"]).toEqual({ layer: "other", offset: 0 });
  expect(carriedLayer({ thing: null, borrowed: null }, copies, 4)).toEqual({ thing: null, borrowed: null });
});

test("keys move on as they did, from wherever the cut lies", () => {
  const key = fc.record({ frame: fc.nat(100), across: fc.constantFrom(-1, 0, 0.5), down: fc.constantFrom(0, 0.25), scale: fc.constantFrom(0.5, 1, 2), turn: fc.constantFrom(0, 90) });
  const keys = fc.uniqueArray(key, { maxLength: 5, selector: (one) => one.frame });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 100 }), fc.nat(60), (all, from, later) => {
      const carried = carriedLayer({ keys: all, easing: "linear" }, new Map(), from)["keys"] as unknown as LayerKey[];
      const [was, is] = [poseAt(all, from + later, "linear"), poseAt(carried, later, "linear")];
      for (const name of ["across", "down", "scale", "turn"] as const) expect(is[name]).toBeCloseTo(was[name], 9);
    }),
  );
});

test("a copy of a shot has its layers, with their own ties among themselves", () => {
  const records: Records = {
    scene: { s: { number: "1", rank: "a0", heading: "INT. HALL" } },
    shot: { a: { scene: "s", rank: "a0", letter: "A", frames: 40 } },
    layer: {
      put: { shot: "a", kind: "thing", rank: "a1", thing } as unknown as Fields, // comes before what it replaces
      old: { shot: "a", rank: "a0", masks: [mask(30)], take: "t" } as unknown as Fields,
    },
    effect: { e: { shot: "a", operation: "style.grade", params: {}, layer: "old", rank: "a0" } },
  };
  const film = filmOf(records);
  const one = film.byId.get("a");
  if (!one) throw new Error("no shot");
  const next = apply(records, duplicateShots(records, film, ["a"], drawing()));
  const copied = Object.entries(next.layer ?? {}).filter(([id]) => id.startsWith("n"));
  const [cutId] = copied.find(([, fields]) => fields["thing"] === undefined) ?? [];
  const inserted = copied.find(([, fields]) => fields["thing"] !== undefined)?.[1] as { thing: { instead: string } };
  expect(inserted.thing.instead).toBe(cutId);
  expect(Object.entries(next.effect ?? {}).find(([id]) => id.startsWith("n"))?.[1]["layer"]).toBe(cutId);
  const parted = apply(records, splitShot(records, one, 20, drawing()));
  const second = Object.entries(parted.layer ?? {}).find(([id, fields]) => id.startsWith("n") && fields["masks"])?.[1];
  expect((second?.["masks"] as { frame: number }[]).map((each) => each.frame)).toEqual([10]);
});

test("what a shot is directed by keeps its time on the later part, and follows the copy of a layer", () => {
  const direction = {
    continues: true, steps: 9, held: [{ picture: "p", frame: 4 }, { picture: "q", frame: 14 }],
    tracks: [{ points: [[2, 0.1, 0.1], [12, 0.5, 0.5]], box: null }, { points: [[3, 0, 0]], box: null }, { points: [], box: null, layer: "old" }],
  };
  expect(carriedDirection(direction as unknown as Fields, new Map([["old", "new"]]), 10)).toEqual({
    continues: false, steps: 9, held: [{ picture: "q", frame: 4 }],
    tracks: [{ points: [[2, 0.5, 0.5]], box: null }, { points: [], box: null, layer: "new" }],
  });
  expect(carriedDirection(direction as unknown as Fields, new Map())).toEqual(direction);
  expect(carriedDirection(null, new Map())).toBeNull();
});

test("an effect's keys keep their time on the later part, its region becomes the copy's layer, a point before it is let go", () => {
  const fields = {
    shot: "a", params: { light: 1, keys: { light: [[2, 0, "linear"], [10, 1, "hold"]] } },
    inputs: { matte: { layer: "old", outside: true }, movement: { follow: { at: 3, across: [0.5], down: [0.5] } }, reference: { shot: "z" } },
  };
  const copies = new Map([["old", "new"]]);
  expect(carriedEffect(fields, copies, 6)).toEqual({
    ...fields, params: { light: 1, keys: { light: [[-4, 0, "linear"], [4, 1, "hold"]] } }, inputs: { matte: { layer: "new", outside: true }, reference: { shot: "z" } },
  });
  expect(carriedEffect(fields, copies, -6)["inputs"]).toMatchObject({ movement: { follow: { at: 9 } } });
  expect(carriedEffect({ shot: "a", layer: "old" }, copies)).toEqual({ shot: "a", layer: "new" });
});
