import fc from "fast-check";
import { expect, test } from "vitest";
import type { SceneInFilm } from "../document/select";
import { type Chosen, scenesRange, wishOf } from "./wish";

const scene = (id: string, frames: number): SceneInFilm => ({ scene: { id } as SceneInFilm["scene"], shots: [], frames });
const chosen: Chosen = { preset: "master", part: "whole", first: "", last: "", captions: "usual", slate: "usual", larger: "usual", label: " " };

test("scenes are a range in whichever order they were chosen, and all of them are the whole film", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (lengths, one, other) => {
      const scenes = lengths.map((frames, index) => scene(String(index), frames));
      const [first, last] = [one % lengths.length, other % lengths.length];
      const range = scenesRange(scenes, String(first), String(last));
      const sum = lengths.slice(Math.min(first, last), Math.max(first, last) + 1).reduce((all, frames) => all + frames, 0);
      expect(range && range.end - range.start).toBe(sum);
      const film = lengths.reduce((all, frames) => all + frames, 0);
      const wish = wishOf({ ...chosen, part: "scenes", first: String(first), last: String(last) }, null, scenes, film);
      expect(wish.frames ?? film).toBe(sum);
    }),
  );
});

test("what is usual is left to the preset and the project", () => {
  expect(wishOf(chosen, null, [], 100)).toEqual({ preset: "master", label: "", start: 0, frames: null, captions: null, slate: null, larger: null });
  expect(wishOf({ ...chosen, part: "marked", captions: "burned", slate: "off", label: "For Ana " }, { start: 10, end: 34 }, [], 100))
    .toEqual({ preset: "master", label: "For Ana", start: 10, frames: 24, captions: "burned", slate: false, larger: null });
  expect(wishOf({ ...chosen, larger: "network" }, null, [], 100).larger).toBe("network");
  expect(wishOf({ ...chosen, part: "marked" }, null, [], 100).frames).toBe(null);
});
