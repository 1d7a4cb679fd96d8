// The board goes on and the editor went on: both are kept; nothing that an editor trimmed is ever changed.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Clip, clipEnd, clipOf, type Rows, type Track } from "../rows";
import { extract } from "./places";
import { roll, trim } from "./trims";
import { type Base, differences, updated } from "./update";

let drawn = 0;
const manner = { linked: true, draw: () => `n${drawn++}` };
const track = (id: string, kind: Track["kind"]): Track => ({ id, rank: id, kind, title: "", muted: false, solo: false, locked: false, target: true, gain: 0 });
const TRACKS = [track("v", "picture"), track("d", "dialogue"), track("s", "sound")];

interface Shot {
  readonly id: number;
  readonly frames: number;
  readonly voice: boolean;
}

/** As the server lays a board. */
function laid(shots: readonly Shot[]): Rows {
  const clips = new Map<string, Clip>();
  let at = 0;
  for (const { id, frames, voice } of shots) {
    const one = { start: at, frames, shot: `s${id}`, link: `l${id}`, laid: { start: at, frames, source_in: 0 } };
    clips.set(`p${id}`, clipOf(`p${id}`, { ...one, track: "v" }));
    if (voice) clips.set(`d${id}`, clipOf(`d${id}`, { ...one, track: "d" }));
    at += frames;
  }
  if (at > 0) clips.set("tone", clipOf("tone", { track: "s", start: 0, frames: at, tone: "cafe", laid: { start: 0, frames: at, source_in: 0 } }));
  return { tracks: TRACKS, clips, mixes: new Map(), lengths: new Map(shots.map((one) => [`s${one.id}`, one.frames])) };
}

const shots = (least: number): fc.Arbitrary<Shot[]> =>
  fc.uniqueArray(fc.record({ id: fc.nat(9), frames: fc.integer({ min: 5, max: 60 }), voice: fc.boolean() }), { selector: (one) => one.id, minLength: least, maxLength: 8 });
const baseOf = (rows: Rows, mine: Rows): Base =>
  new Map([...rows.clips].flatMap(([id, one]) => (one.laid ? [[id, { laid: one.laid, archived: !mine.clips.has(id) }] as const] : [])));
const pictures = (rows: Rows): Clip[] => [...rows.clips.values()].filter((one) => one.track === "v").sort((a, b) => a.start - b.start);
const everything = (sides: Parameters<typeof differences>[0]): ReadonlySet<string> => new Set(differences(sides).map((one) => one.id));

/** What an editor does, at random: trims, rolls, takes away. */
function worked(rows: Rows, work: readonly { readonly how: number; readonly which: number; readonly by: number }[]): Rows {
  return work.reduce((now, { how, which, by }) => {
    const all = pictures(now);
    const one = all[which % Math.max(1, all.length)];
    if (!one) return now;
    if (how === 0) return trim(now, one.id, "tail", -Math.abs(by), manner).rows;
    if (how === 1) return trim(now, one.id, "head", Math.abs(by), manner).rows;
    if (how === 2) return roll(now, "v", clipEnd(one), by, manner).rows;
    return extract(now, [one.id], manner).rows;
  }, rows);
}
const works = fc.array(fc.record({ how: fc.nat(3), which: fc.nat(9), by: fc.integer({ min: -9, max: 9 }) }), { maxLength: 4 });

test("where the editor did nothing, the timeline becomes the board", () => {
  fc.assert(fc.property(shots(1), shots(1), (before, after) => {
    const mine = laid(before);
    const sides = { mine, base: baseOf(mine, mine), board: laid(after) };
    const done = updated(sides, everything(sides), manner).rows;
    const told = (rows: Rows) => pictures(rows).map((one) => [one.id, one.start, one.frames, one.source_in]);
    expect(told(done)).toEqual(told(sides.board));
    const voices = (rows: Rows) => [...rows.clips.values()].filter((one) => one.track === "d" && after.find((shot) => `s${shot.id}` === one.shot)?.voice).map((one) => [one.id, one.start, one.frames]).sort();
    expect(voices(done)).toEqual(voices(sides.board));
  }), { numRuns: 1000 });
});

test("where the board did nothing, nothing happens", () => {
  fc.assert(fc.property(shots(1), works, (before, work) => {
    const board = laid(before);
    const mine = worked(board, work);
    const sides = { mine, base: baseOf(board, mine), board };
    expect(differences(sides)).toEqual([]);
    expect(updated(sides, new Set(), manner).rows.clips).toEqual(mine.clips);
  }));
});

test("what the editor trimmed or took away stays so, nothing overlaps, and a second time there is nothing to do", () => {
  fc.assert(fc.property(shots(1), shots(1), works, (before, after, work) => {
    const first = laid(before);
    const mine = worked(first, work);
    const board = laid(after);
    const sides = { mine, base: baseOf(first, mine), board };
    const { rows: done, forgotten } = updated(sides, everything(sides), manner);
    const there = new Set(after.map((one) => `s${one.id}`));
    for (const one of pictures(done)) {
      const was = mine.clips.get(one.id);
      const at = first.clips.get(one.id);
      if (!was || !at || (was.frames === at.frames && was.source_in === at.source_in)) continue;
      const over = Math.max(0, was.source_in + was.frames - (board.lengths.get(one.shot ?? "") ?? 0));
      expect([one.source_in, one.frames]).toEqual([was.source_in, Math.max(1, was.frames - over)]);
    }
    for (const [id, one] of first.clips) if (!mine.clips.has(id) && one.shot && there.has(one.shot)) expect(done.clips.has(id)).toBe(false);
    const own = pictures(done);
    own.forEach((one, place) => expect(clipEnd(one)).toBeLessThanOrEqual(own[place + 1]?.start ?? Infinity));
    const base = new Map([...baseOf(first, mine), ...baseOf(done, done)]);
    for (const id of forgotten) base.delete(id);
    for (const [id, one] of first.clips) if (!mine.clips.has(id) && one.laid) base.set(id, { laid: one.laid, archived: true });
    const again = differences({ mine: done, base, board });
    // A take that is shorter than where the editor's part of it begins leaves nothing to show: it is said again.
    expect(again.filter((one) => one.what !== "shorter")).toEqual([]);
  }), { numRuns: 1500 });
});

test("what is not agreed to is offered again", () => {
  const first = laid([{ id: 1, frames: 20, voice: false }, { id: 2, frames: 20, voice: true }]);
  const board = laid([{ id: 1, frames: 30, voice: false }, { id: 3, frames: 9, voice: true }, { id: 2, frames: 20, voice: true }]);
  const sides = { mine: first, base: baseOf(first, first), board };
  expect(differences(sides).map((one) => [one.what, one.shot, one.by])).toEqual([["longer", "s1", 10], ["new", "s3", 9]]);
  const { rows } = updated(sides, new Set(["new p3"]), manner);
  expect(pictures(rows).map((one) => [one.id, one.start, one.frames])).toEqual([["p1", 0, 20], ["p3", 20, 9], ["p2", 29, 20]]);
  const later = differences({ mine: rows, base: baseOf(rows, rows), board });
  expect(later.map((one) => [one.what, one.shot])).toEqual([["longer", "s1"]]);
});
