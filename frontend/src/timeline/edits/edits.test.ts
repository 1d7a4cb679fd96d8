// Every edit, at random: nothing overlaps, no frame is lost or made up, linked clips stay in step, locked tracks stay, undo is exact.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { apply, type Change, inverse, type Records } from "../../document/changes";
import { changesOf, type Clip, clipEnd, clipOf, type Rows, storedRows, takenOver, type Track } from "../rows";
import type { Done, Manner } from "./draft";
import { blade, closeGap, cutOut, extract, fill, insert, lift, move, overwrite, replace } from "./places";
import { handlesOf, headMoved, ratioOf, spanOf, tailMoved } from "./speed";
import { ripple, roll, setSpeed, slide, slip, trim, trimTo } from "./trims";

const LENGTH = 120;
let drawn = 0;
const manner = (linked = true): Manner => ({ linked, draw: () => `n${drawn++}` });
const track = (id: string, kind: Track["kind"], locked: boolean): Track => ({
  id, rank: id, kind, title: id, muted: false, solo: false, locked, target: true, gain: 0,
});

/** Two tracks of pictures, two of voices, one of tones; some clips linked, their edges not always the same. */
const films: fc.Arbitrary<Rows> = fc.record({
  locked: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  upper: fc.array(fc.record({ gap: fc.nat(20), frames: fc.integer({ min: 1, max: 40 }), from: fc.nat(40) }), { maxLength: 3 }),
  shots: fc.array(fc.record({
    gap: fc.constantFrom(0, 0, 0, 7), frames: fc.integer({ min: 4, max: 60 }), from: fc.nat(50), voice: fc.boolean(), early: fc.nat(3), late: fc.nat(3),
    speed: fc.constantFrom("1/1", "1/1", "1/1", "2/1", "1/2", "-1/1"),
  }), { minLength: 1, maxLength: 7 }),
}).map(({ locked, upper, shots }) => {
  const tracks = ["v1", "v2", "d1", "d2", "s1"].map((id, at) => track(id, id[0] === "v" ? "picture" : id[0] === "d" ? "dialogue" : "sound", locked[at] === true && at > 0));
  const clips = new Map<string, Clip>();
  const lengths = new Map<string, number>();
  const put = (clip: Clip): void => void clips.set(clip.id, clip);
  let at = 0;
  shots.forEach(({ gap, frames, from, voice, early, late, speed }, n) => {
    const shot = `shot${n}`;
    const link = voice && speed === "1/1" ? `link${n}` : null;
    at += gap;
    const whole = from + spanOf(frames, speed) + 20;
    lengths.set(shot, Math.max(LENGTH, whole));
    put(clipOf(`p${n}`, { track: "v1", start: at, frames, source_in: from, shot, speed, link }));
    // A voice that begins earlier or ends later than its picture, where there is room: on two tracks in turn.
    const head = Math.min(early, from, at);
    if (link) put(clipOf(`d${n}`, { track: n % 2 ? "d2" : "d1", start: at - head, frames: frames + head + Math.min(late, 20), source_in: from - head, shot, link }));
    at += frames;
  });
  for (const id of ["d1", "d2"]) {
    const own = [...clips.values()].filter((one) => one.track === id).sort((a, b) => a.start - b.start);
    own.forEach((one, place) => {
      const next = own[place + 1];
      if (next && clipEnd(one) > next.start) put(tailMoved(one, next.start - clipEnd(one)));
    });
  }
  put(clipOf("tone", { track: "s1", start: 0, frames: at, tone: "cafe" }));
  let over = 3;
  upper.forEach(({ gap, frames, from }, n) => {
    over += gap;
    lengths.set(`over${n}`, LENGTH);
    put(clipOf(`u${n}`, { track: "v2", start: over, frames, source_in: from, shot: `over${n}` }));
    over += frames;
  });
  return { tracks, clips, mixes: new Map(), lengths };
});

const pick = (rows: Rows, seed: number): Clip => {
  const all = [...rows.clips.values()];
  return all[seed % all.length] as Clip;
};
const fresh = (start: number, frames: number, track_ = "v1"): Clip => clipOf(`new${drawn++}`, { track: track_, start, frames, source_in: 5, shot: "shot0" });

type Edit = (rows: Rows, seed: number, by: number, at: number) => Done;
const edits: Readonly<Record<string, Edit>> = {
  trimHead: (rows, seed, by) => trim(rows, pick(rows, seed).id, "head", by, manner()),
  trimTail: (rows, seed, by) => trim(rows, pick(rows, seed).id, "tail", by, manner()),
  trimAlone: (rows, seed, by) => trim(rows, pick(rows, seed).id, "tail", by, manner(false)),
  rippleHead: (rows, seed, by) => ripple(rows, pick(rows, seed).id, "head", by, manner()),
  rippleTail: (rows, seed, by) => ripple(rows, pick(rows, seed).id, "tail", by, manner()),
  roll: (rows, seed, by) => roll(rows, pick(rows, seed).track, clipEnd(pick(rows, seed)), by, manner()),
  slip: (rows, seed, by) => slip(rows, [pick(rows, seed).id], by, manner()),
  slide: (rows, seed, by) => slide(rows, pick(rows, seed).id, by, manner()),
  blade: (rows, _, __, at) => blade(rows, at, null, manner()),
  lift: (rows, seed) => lift(rows, [pick(rows, seed).id], manner()),
  extract: (rows, seed) => extract(rows, [pick(rows, seed).id], manner()),
  cutOut: (rows, _, by, at) => cutOut(rows, at, at + Math.abs(by) + 1, false, manner()),
  cutOutClosing: (rows, _, by, at) => cutOut(rows, at, at + Math.abs(by) + 1, true, manner()),
  closeGap: (rows, seed, _, at) => closeGap(rows, pick(rows, seed).track, at),
  overwrite: (rows, _, by, at) => overwrite(rows, [fresh(at, Math.abs(by) + 1)], manner()),
  insert: (rows, _, by, at) => insert(rows, at, [fresh(at, Math.abs(by) + 1)], manner()),
  move: (rows, seed, by) => move(rows, [pick(rows, seed).id], by, seed % 3 - 1, "overwrite", manner()),
  moveIn: (rows, seed, by) => move(rows, [pick(rows, seed).id], by * 3, 0, "insert", manner()),
  fill: (rows, seed, by, at) => fill(rows, fresh(0, Math.abs(by) + 1, pick(rows, seed).track), at, seed % 2 ? "source" : "fit", manner()),
  replace: (rows, seed) => replace(rows, [pick(rows, seed).id], { shot: "shot0", media: "" }, manner()),
  toHead: (rows, _, by, at) => trimTo(rows, at, "head", by > 0, [], manner()),
  toTail: (rows, _, by, at) => trimTo(rows, at, "tail", by > 0, [], manner()),
  speed: (rows, seed, by) => setSpeed(rows, [pick(rows, seed).id], by % 4, 1 + (seed % 3), seed % 2 === 0, manner()),
};
const asked = fc.tuple(films, fc.constantFrom(...Object.keys(edits)), fc.nat(1000), fc.integer({ min: -70, max: 70 }), fc.nat(260));

/** What stands in each frame of a track. */
function shown(rows: Rows, id: string): Map<number, string> {
  const frames = new Map<number, string>();
  for (const clip of rows.clips.values()) {
    if (clip.track !== id) continue;
    const { over, under } = ratioOf(clip.speed);
    const first = over < 0 ? clip.source_in + spanOf(clip.frames, clip.speed) - 1 : clip.source_in;
    for (let k = 0; k < clip.frames; k++) {
      frames.set(clip.start + k, `${clip.shot ?? clip.tone} ${clip.tone ? 0 : first + Math.sign(over) * Math.floor((k * Math.abs(over)) / under)}`);
    }
  }
  return frames;
}

function overlaps(rows: Rows): string[] {
  const all = [...rows.clips.values()].sort((a, b) => (a.track < b.track ? -1 : a.track > b.track ? 1 : a.start - b.start));
  return all.flatMap((one, at) => {
    const next = all[at + 1];
    return next && next.track === one.track && clipEnd(one) > next.start ? [`${one.id} ${next.id}`] : [];
  });
}

test("whatever is done: nothing overlaps, every clip has frames and a source for them", () => {
  fc.assert(fc.property(asked, ([rows, name, seed, by, at]) => {
    const { rows: after } = (edits[name] as Edit)(rows, seed, by, at);
    expect(overlaps(after)).toEqual([]);
    for (const one of after.clips.values()) {
      expect(one.frames).toBeGreaterThan(0);
      expect(one.start).toBeGreaterThanOrEqual(0);
      expect(one.fade_in + one.fade_out).toBeLessThanOrEqual(one.frames);
      expect(Number.isInteger(one.start) && Number.isInteger(one.frames) && Number.isInteger(one.source_in)).toBe(true);
      if (one.tone) continue;
      expect(one.source_in).toBeGreaterThanOrEqual(0);
      expect(one.source_in + spanOf(one.frames, one.speed)).toBeLessThanOrEqual(rows.lengths.get(one.shot ?? "") ?? Infinity);
    }
  }), { numRuns: 3000 });
});

test("locked tracks stay as they are, and what an edit is given is not changed", () => {
  fc.assert(fc.property(asked, ([rows, name, seed, by, at]) => {
    const told = JSON.stringify([...rows.clips.values()]);
    const { rows: after } = (edits[name] as Edit)(rows, seed, by, at);
    expect(JSON.stringify([...rows.clips.values()])).toBe(told);
    for (const { id, locked } of rows.tracks) {
      if (locked) expect([...after.clips.values()].filter((one) => one.track === id)).toEqual([...rows.clips.values()].filter((one) => one.track === id));
    }
  }), { numRuns: 2000 });
});

test("linked clips on free tracks stay in step", () => {
  fc.assert(fc.property(asked, ([rows, name, seed, by, at]) => {
    if (name === "replace" || name === "speed") return;
    const { rows: after } = (edits[name] as Edit)(rows, seed, by, at);
    const free = new Set(after.tracks.filter((one) => !one.locked).map((one) => one.id));
    const steps = new Map<string, Set<number>>();
    for (const one of after.clips.values()) {
      if (one.link === null || !free.has(one.track) || one.speed !== "1/1") continue;
      steps.set(one.link, (steps.get(one.link) ?? new Set()).add(one.start - one.source_in));
    }
    for (const [link, found] of steps) expect([link, found.size]).toEqual([link, 1]);
  }), { numRuns: 3000 });
});

test("the changes of an edit make it, and their inverse restores every record exactly", () => {
  fc.assert(fc.property(asked, ([rows, name, seed, by, at]) => {
    const shots = Object.fromEntries([...rows.lengths.keys()].map((id) => [id, { scene: "s", archived: false }]));
    const start: Records = { timeline: { t: { follows: true } }, shot: shots, scene: { s: { archived: false } } };
    const before = apply(start, takenOver("t", rows));
    const { rows: after } = (edits[name] as Edit)(rows, seed, by, at);
    const changes: readonly Change[] = changesOf("t", rows, after);
    const written = apply(before, changes);
    const seen = storedRows(written, "t", rows.lengths);
    expect(new Map([...seen.clips].sort())).toEqual(new Map([...after.clips].map(([id, one]) => [id, { ...one, archived: false }] as const).sort() as never));
    const back = apply(written, inverse(before, changes));
    const again = storedRows(back, "t", rows.lengths);
    expect([...again.clips.keys()].sort()).toEqual([...rows.clips.keys()].sort());
    for (const [id, one] of again.clips) expect(one).toMatchObject({ ...rows.clips.get(id) } as object);
  }), { numRuns: 1500 });
});

test("a blade changes nothing that is seen or heard", () => {
  fc.assert(fc.property(films, fc.nat(260), (rows, at) => {
    const { rows: after } = blade(rows, at, null, manner());
    // Slower than it was shot, a frame that stands for several may be held one longer: clips begin on whole frames of their source.
    const slow = [...rows.clips.values()].some((one) => one.speed === "1/2");
    for (const { id } of rows.tracks) if (!slow || id !== "v1") expect(shown(after, id)).toEqual(shown(rows, id));
  }));
});

test("a roll loses no frame: both clips together last as long, and nothing else moves", () => {
  fc.assert(fc.property(films, fc.nat(50), fc.integer({ min: -60, max: 60 }), (rows, seed, by) => {
    const one = pick(rows, seed);
    const done = roll(rows, one.track, clipEnd(one), by, manner());
    expect([...shown(done.rows, one.track).keys()].sort((a, b) => a - b)).toEqual([...shown(rows, one.track).keys()].sort((a, b) => a - b));
    const moved = [...done.rows.clips.values()].filter((each) => each.track === one.track && each !== rows.clips.get(each.id));
    expect(moved.length).toBe(done.by === 0 ? 0 : 2);
  }));
});

test("an insert on the first track pushes everything from its frame on, and shows all that was there", () => {
  fc.assert(fc.property(films, fc.nat(200), fc.integer({ min: 1, max: 50 }), (rows, at, frames) => {
    const plain = { ...rows, clips: new Map([...rows.clips].filter(([, one]) => one.speed === "1/1" || one.speed === "-1/1")) };
    const was = shown(plain, "v1");
    const is = shown(insert(plain, at, [fresh(at, frames)], manner()).rows, "v1");
    for (const [frame, what] of was) expect(is.get(frame < at ? frame : frame + frames)).toBe(what);
    expect(is.size).toBe(was.size + frames);
  }));
});

test("an extract closes exactly its room on its own track", () => {
  fc.assert(fc.property(films, fc.nat(50), (rows, seed) => {
    const shots = [...rows.clips.values()].filter((one) => one.track === "v1");
    const one = shots[seed % shots.length] as Clip;
    const was = shown(rows, "v1");
    const is = shown(extract(rows, [one.id], manner()).rows, "v1");
    for (const [frame, what] of was) {
      if (frame < one.start) expect(is.get(frame)).toBe(what);
      else if (frame >= clipEnd(one)) expect(is.get(frame - one.frames)).toBe(what);
    }
    expect(is.size).toBe(was.size - one.frames);
  }));
});

test("a ripple changes the length by what it says, and every other picture stays whole", () => {
  fc.assert(fc.property(films, fc.nat(50), fc.constantFrom("head", "tail"), fc.integer({ min: -60, max: 60 }), (rows, seed, edge, by) => {
    const shots = [...rows.clips.values()].filter((one) => one.track === "v1");
    const one = shots[seed % shots.length] as Clip;
    const done = ripple(rows, one.id, edge as "head" | "tail", by, manner());
    const change = edge === "head" ? -done.by : done.by;
    expect(shown(done.rows, "v1").size).toBe(shown(rows, "v1").size + change);
    for (const each of shots) {
      const now = done.rows.clips.get(each.id) as Clip;
      if (each.id !== one.id) expect(now).toEqual({ ...each, start: each.start > one.start ? each.start + change : each.start });
    }
  }));
});

test("trimming there and back is the clip again, at any speed, within its handles", () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 90 }), fc.nat(30), fc.constantFrom("1/1", "-1/1", "3/1", "-2/1", "0/1"), fc.integer({ min: -20, max: 20 }), (frames, from, speed, by) => {
    const clip = clipOf("c", { track: "v1", start: 100, frames, source_in: from, shot: "a", speed });
    const rows: Rows = { tracks: [track("v1", "picture", false)], clips: new Map([["c", clip]]), mixes: new Map(), lengths: new Map([["a", from + spanOf(frames, speed) + 9]]) };
    const { head, tail } = handlesOf(rows, clip);
    if (by < frames && -by <= head) expect(headMoved(headMoved(clip, by), -by)).toEqual(clip);
    if (-by < frames && by <= tail) expect(tailMoved(tailMoved(clip, by), -by)).toEqual(clip);
  }));
});
