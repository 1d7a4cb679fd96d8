// What a layer turns and grows about when it is first moved, and where a hand puts that.
import { expect, test } from "vitest";
import { type LayerKey, view } from "../document/kinds";
import { middleOf, pivotAt, pivoted, withPivot } from "./pivot";
import { moved, poseAt, REST } from "./pose";

const cut = (fields: object) => view("layer", "one", { shot: "s", masks: [{ frame: 4, points: [], box: [0.1, 0.2, 0.3, 0.6], strokes: [], words: "" }], ...fields } as never);

test("it is the middle of what is seen, else of what was said; and stays what somebody set", () => {
  expect(pivoted(cut({}), 0, [0.5, 0.5, 0.7, 0.9], 2).pivot).toEqual([0.6, 0.7]);
  expect(pivoted(cut({}), 0, null, 2).pivot).toEqual([0.2, 0.4]);
  expect(pivoted(cut({ pivot: [0.9, 0.1] }), 0, [0, 0, 1, 1], 2).pivot).toEqual([0.9, 0.1]);
  expect(pivoted(cut({ kind: "thing", thing: { region: [0.8, 0.2, 1.4, 0.4] } }), 0, null, 2).pivot).toEqual([1.1, 0.3]);
});

test("a layer that turned about the picture's middle lies at its keys as it did", () => {
  const key: LayerKey = { frame: 0, across: 0.1, down: 0, scale: 0.5, turn: 30 };
  const now = pivoted(cut({ keys: [key] }), 0, null, 2);
  const [was, is] = [moved(key, [0.1, 0.2], 2), moved(now.keys[0] ?? REST, [0.1, 0.2], 2, now.pivot ?? [0, 0])];
  expect(Math.hypot(was[0] - is[0], was[1] - is[1])).toBeLessThan(2e-5);
});

test("a cross that is dragged snaps to the middle and the corners, and lies else where it is let go", () => {
  const layer = withPivot(cut({ keys: [{ frame: 0, across: 0.2, down: 0.1, scale: 2, turn: 0 }] }), [0.2, 0.4], 2);
  const pose = poseAt(layer.keys, 0, "smooth");
  const region = [0.1, 0.2, 0.3, 0.6] as const;
  const size = { width: 800, height: 400 };
  const [x, y] = moved(pose, [0.1, 0.2], 2, layer.pivot ?? [0, 0]);
  expect(pivotAt(pose, [0.2, 0.4], region, [x + 5 / 800, y], size)).toEqual([0.1, 0.2]);
  const free = pivotAt(pose, [0.2, 0.4], region, [x + 60 / 800, y], size);
  expect(moved(pose, free, 2, [0.2, 0.4])[0]).toBeCloseTo(x + 60 / 800, 9);
  expect(middleOf(region)).toEqual([0.2, 0.4]);
});
