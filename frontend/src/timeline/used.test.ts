// What the cut uses of a shot: every stretch of it once, nothing while the timeline follows the board.
import { expect, test } from "vitest";
import type { Records } from "../document/changes";
import { usedIn } from "./used";

const film = (follows: boolean): Records => ({
  timeline: { t: { follows, rank: "a0" } },
  track: { v: { timeline: "t", kind: "picture" }, d: { timeline: "t", kind: "dialogue" } },
  clip: {
    a: { track: "v", shot: "one", source_in: 10, frames: 20 }, b: { track: "v", shot: "one", source_in: 25, frames: 15 }, c: { track: "v", shot: "one", source_in: 60, frames: 5, speed: "2/1" },
    d: { track: "d", shot: "two", source_in: 0, frames: 9 }, e: { track: "v", shot: "three", source_in: 0, frames: 9, archived: true },
  },
});

test("stretches that overlap are one, another speed uses more of the take, sounds and what is put away do not count", () => {
  expect(usedIn(film(true))).toBeNull();
  const used = usedIn(film(false));
  expect(used?.get("one")).toEqual({ stretches: [[10, 40], [60, 69]], frames: 39 });
  expect(used?.has("two")).toBe(false);
  expect(used?.has("three")).toBe(false);
});
