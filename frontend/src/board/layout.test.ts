import fc from "fast-check";
import { expect, test } from "vitest";
import type { Records } from "../document/changes";
import { filmOf } from "../document/select";
import { moveShots } from "../document/verbs";
import { apply } from "../document/changes";
import { bandsIn, bandsOf, dropOf, gapAt, gridOf, reachOf, rowsIn, sceneGapAt, type Mode } from "./layout";

/** A film whose scenes have so many shots. */
function filmWith(counts: readonly number[]): Records {
  const scene: Record<string, { number: string; rank: string }> = {};
  const shot: Record<string, { scene: string; rank: string; letter: string; frames: number }> = {};
  counts.forEach((count, at) => {
    scene[`s${at}`] = { number: String(at + 1), rank: `a${String.fromCharCode(48 + at)}` };
    for (let n = 0; n < count; n++) shot[`s${at}-${n}`] = { scene: `s${at}`, rank: `a${String.fromCharCode(65 + n)}`, letter: String.fromCharCode(65 + n), frames: 24 };
  });
  return { scene, shot };
}

const counts = fc.array(fc.nat(9), { minLength: 1, maxLength: 7 });
const modes = fc.constantFrom<Mode>("scenes", "grid");
const widths = fc.integer({ min: 320, max: 2200 });

test("cards fill the width, and an upright film has narrower ones", () => {
  fc.assert(
    fc.property(widths, fc.integer({ min: 120, max: 460 }), fc.constantFrom(16 / 9, 9 / 16, 1, 4 / 3, 2.39), modes, (width, size, ratio, mode) => {
      const grid = gridOf(width, size, ratio, mode);
      expect(grid.columns * grid.step - 20).toBeLessThanOrEqual(width);
      expect(grid.card).toBeGreaterThan(80);
    }),
  );
  expect(gridOf(1000, 220, 9 / 16, "scenes").columns).toBeGreaterThan(gridOf(1000, 220, 16 / 9, "scenes").columns);
});

test("bands follow each other without a hole, and every card is in exactly one row that is drawn when it is looked at", () => {
  fc.assert(
    fc.property(counts, modes, widths, (all, mode, width) => {
      const film = filmOf(filmWith(all));
      const grid = gridOf(width, 220, 16 / 9, mode);
      const bands = bandsOf(film.scenes, new Set(), grid);
      let top = 0;
      for (const band of bands.bands) {
        expect(band.top).toBe(top);
        top += band.height;
      }
      expect(bands.height).toBe(top);
      for (const { shot } of film.shots) {
        const reach = reachOf(bands, grid, shot.id);
        expect(reach).not.toBeNull();
        const seen = bandsIn(bands, reach?.top ?? 0, reach?.bottom ?? 0).flatMap((band) => {
          const [first, last] = rowsIn(band, grid, reach?.top ?? 0, reach?.bottom ?? 0);
          return band.items.slice(first * grid.columns, last * grid.columns);
        });
        expect(seen.filter((item) => item.shot?.shot.id === shot.id)).toHaveLength(1);
      }
    }),
  );
});

test("dropped on the left or right half of a card, a shot comes right before or after it", () => {
  fc.assert(
    fc.property(counts.filter((all) => all.some((one) => one > 1)), modes, widths, fc.nat(), fc.nat(), fc.boolean(), (all, mode, width, a, b, after) => {
      const records = filmWith(all);
      const film = filmOf(records);
      const moved = film.shots[a % film.shots.length];
      const target = film.shots[b % film.shots.length];
      if (!moved || !target || moved === target) return;
      const grid = gridOf(width, 220, 16 / 9, mode);
      const bands = bandsOf(film.scenes, new Set(), grid);
      const band = bands.bands.find((one) => one.items.some((item) => item.shot === target));
      const at = band?.items.findIndex((item) => item.shot === target) ?? -1;
      const y = (band?.cards ?? 0) + Math.floor(at / grid.columns) * grid.row + grid.cell / 2;
      const x = (at % grid.columns) * grid.step + grid.card * (after ? 0.75 : 0.25);
      const gap = gapAt(bands, grid, x, y);
      const drop = gap && dropOf(gap, new Set([moved.shot.id]));
      expect(drop).toMatchObject({ scene: target.shot.scene, beside: target.shot.id, after });
      const next = filmOf(apply(records, moveShots(records, film, [moved.shot.id], drop?.scene ?? "", drop?.index ?? 0)));
      const order = next.shots.map((one) => one.shot.id);
      expect(order.indexOf(moved.shot.id) - order.indexOf(target.shot.id)).toBe(after ? 1 : -1);
    }),
  );
});

test("an empty scene and a folded one take what is dropped on them", () => {
  const film = filmOf(filmWith([2, 0, 3]));
  const grid = gridOf(1000, 220, 16 / 9, "scenes");
  const open = bandsOf(film.scenes, new Set(), grid);
  const empty = gapAt(open, grid, 40, (open.bands[1]?.cards ?? 0) + 20);
  expect(empty && dropOf(empty, new Set(["s0-0"]))).toEqual({ scene: "s1", index: 0, beside: null, after: true });
  const shut = bandsOf(film.scenes, new Set(["s2"]), grid);
  const folded = gapAt(shut, grid, 40, (shut.bands[2]?.top ?? 0) + 10);
  expect(folded && dropOf(folded, new Set(["s0-0"]))).toEqual({ scene: "s2", index: 3, beside: null, after: true });
});

test("a dragged scene comes before the heading in whose upper half the pointer is", () => {
  const film = filmOf(filmWith([2, 1, 3]));
  const bands = bandsOf(film.scenes, new Set(), gridOf(1000, 220, 16 / 9, "grid"), true);
  expect([0, 21, 23, 60, 70, 109, 111, 500].map((y) => sceneGapAt(bands, y))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});
