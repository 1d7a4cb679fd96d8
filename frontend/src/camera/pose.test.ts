// The stage's sums are the studio's; a frame that is drawn is the frame that is seen.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxOf, middleOf, windowOf } from "./frame";
import { drawn, drawnKeys, framed, inPicture, MOVES, named, poseAt, REST, scaleOf, seen } from "./pose";
import truth from "./truth.json";

const aspect = 16 / 9;

describe("the studio's sums", () => {
  it("are the browser's at every move", () => {
    for (const one of truth) {
      const found = seen(named(one.move, one.share, one.amount), [one.look[0] ?? 0, one.look[1] ?? 0], aspect);
      found.forEach((corner, n) => corner.forEach((value, k) => expect(Math.abs(value - (one.seen[n]?.[k] ?? NaN)), `${one.move} ${one.share}`).toBeLessThan(2e-5)));
    }
  });
  it("know the same moves", () => expect(new Set(truth.map((one) => one.move))).toEqual(new Set(MOVES)));
});

describe("a frame that is drawn", () => {
  const share = fc.double({ min: 0.25, max: 0.75, noNaN: true });
  it("is the frame that is seen", () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.4, max: 1.2, noNaN: true }), (x, y, wide) => {
        const found = framed(seen({ ...REST, ...drawn([x, y], wide, aspect) }, [0.5, 0.5], aspect));
        expect(found.middle[0]).toBeCloseTo(x, 3);
        expect(found.middle[1]).toBeCloseTo(y, 3);
        expect(found.wide).toBeCloseTo(wide, 3);
      }),
    );
  });
  it("becomes keys on the first frame and the last, and leaves other keys", () => {
    const begin = drawn([0.4, 0.5], 1, aspect);
    const end = drawn([0.6, 0.5], 0.8, aspect);
    const values = drawnKeys(begin, end, 47, { ease: "linear", keys: { handheld: [[3, 1, "smooth"]], pan: [[0, 2, "linear"]] } });
    expect(values["move"]).toBe("static");
    expect(values["keys"]).toEqual({
      handheld: [[3, 1, "smooth"]], truck: [[0, -0.1, "linear"], [47, 0.1, "linear"]], pedestal: [[0, 0, "linear"], [47, 0, "linear"]],
      push: [[0, 0, "linear"], [47, 0.2, "linear"]],
    });
    expect(poseAt(values, 47, 48).truck).toBeCloseTo(0.1);
  });
  it("lies in the picture, and what is drawn in it needs no other scale", () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), (x, y, wide) => {
        const own = inPicture([x, y], wide);
        const values = drawnKeys(drawn([0.5, 0.5], 1, aspect), drawn(own.middle, own.wide, aspect), 23, {});
        expect(scaleOf(values, 24, aspect)).toBeLessThan(1.002);
      }),
    );
    expect(scaleOf({ move: "truck-right", ease: "linear" }, 24, aspect)).toBeCloseTo(1 / 0.88, 2);
  });
  it("of one frame still has two keys", () => expect(drawnKeys(drawn([0.5, 0.5], 1, aspect), drawn([0.5, 0.5], 1, aspect), 0, {})["keys"]).toHaveProperty("truck", [[0, 0, "smooth"], [1, 0, "smooth"]]));
});

describe("a window", () => {
  it("is as large as fits", () => {
    expect(windowOf("9:16", aspect)[0]).toBeCloseTo(81 / 256);
    expect(windowOf("2.39:1", aspect)).toEqual([1, aspect / 2.39]);
    expect(windowOf("frame", aspect)).toEqual([1, 1]);
  });
  it("never leaves the picture, and comes back to where it was put", () => {
    const any = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(any, any, fc.double({ min: 1, max: 4, noNaN: true }), fc.constantFrom("9:16", "1:1", "2.39:1", "frame"), (x, y, closer, shape) => {
        const [left, top, wide, high] = boxOf(shape, aspect, closer, x, y);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.max(left + wide, top + high)).toBeLessThanOrEqual(1 + 1e-9);
        const again = middleOf(left, top, wide, high);
        const back = boxOf(shape, aspect, closer, again.across, again.down);
        expect(back[0]).toBeCloseTo(left, 3);
        expect(back[1]).toBeCloseTo(top, 3);
      }),
    );
  });
});
