// Zoom keeps what is under the pointer, marks never crowd, snapping takes the nearest, and whatever is drawn is found under the pointer.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rateOf } from "../film/time";
import { lanesOf, underPoint } from "./layout";
import { clipEnd, clipOf, type Rows, type Track } from "./rows";
import { frameAt, LEAST, marksOf, MOST, snapped, xOf, zoomed } from "./scale";

test("what is under the pointer stays there while it is zoomed", () => {
  fc.assert(fc.property(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.integer({ min: 500, max: 9000 }), fc.double({ min: 0.5, max: 2, noNaN: true }), fc.nat(400), (zoom, left, by, x) => {
    const scale = { zoom, left };
    const next = zoomed(scale, by, x);
    if (next.left > 0) expect(frameAt(next, x)).toBeCloseTo(frameAt(scale, x), 4);
    expect(next.zoom).toBeGreaterThanOrEqual(LEAST);
    expect(next.zoom).toBeLessThanOrEqual(MOST);
  }));
});

test("labels never crowd, small marks divide them, at every zoom and rate", () => {
  fc.assert(fc.property(fc.double({ min: LEAST, max: MOST, noNaN: true }), fc.constantFrom("24/1", "25/1", "30000/1001", "60/1"), (zoom, rate) => {
    const { label, tick } = marksOf(zoom, rateOf(rate));
    expect(label * zoom).toBeGreaterThanOrEqual(Math.min(96, label * zoom));
    expect(label % tick).toBe(0);
    expect(tick).toBeGreaterThanOrEqual(1);
  }));
});

test("the nearest snap of any edge wins, within reach", () => {
  expect(snapped([10, 50], [0, 13, 48, 90], 5)).toEqual({ by: -2, at: 48 });
  expect(snapped([10], [0, 20], 5)).toBeNull();
  expect(snapped([10], [10], 0)).toEqual({ by: 0, at: 10 });
});

const track = (id: string, kind: Track["kind"]): Track => ({ id, rank: id, kind, title: "", muted: false, solo: false, locked: false, target: true, gain: 0 });

test("the middle of every clip is that clip, its edges are its edges, at every zoom at which it can be seen", () => {
  const rows: Rows = {
    tracks: [track("v1", "picture"), track("a1", "dialogue")],
    clips: new Map([clipOf("a", { track: "v1", start: 0, frames: 40 }), clipOf("b", { track: "v1", start: 40, frames: 8 }), clipOf("c", { track: "a1", start: 60, frames: 200 })].map((one) => [one.id, one])),
    mixes: new Map(), lengths: new Map(),
  };
  const lanes = lanesOf(rows.tracks, {});
  expect(lanes.lanes.map((one) => one.name)).toEqual(["V1", "A1"]);
  fc.assert(fc.property(fc.double({ min: 0.3, max: 40, noNaN: true }), fc.constantFrom("a", "b", "c"), (zoom, id) => {
    const clip = rows.clips.get(id);
    const lane = lanes.lanes.find((one) => one.track.id === clip?.track);
    if (!clip || !lane) return;
    const scale = { zoom, left: 0 };
    const y = lane.top + lane.height / 2;
    expect(underPoint(rows, lanes, scale, xOf(scale, clip.start + clip.frames / 2), y)).toMatchObject({ clip: { id }, part: "body" });
    expect(underPoint(rows, lanes, scale, xOf(scale, clip.start) + 0.3, y).part).not.toBe("body");
    expect(underPoint(rows, lanes, scale, xOf(scale, clipEnd(clip)) - 0.1, y).part).not.toBe("body");
  }));
});
