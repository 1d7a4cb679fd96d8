import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { colourOf, type Presence, Teller } from "./presence";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first thing is told at once, what follows together, and the last of it is never lost", () => {
  const said: Presence[] = [];
  const teller = new Teller((one) => said.push(one), () => Date.now());
  teller.change({ selection: ["a"] });
  vi.advanceTimersByTime(0);
  expect(said).toHaveLength(1);
  for (let x = 0; x < 50; x++) {
    teller.change({ at: { shot: "a", x, y: 0 } });
    vi.advanceTimersByTime(4);
  }
  vi.advanceTimersByTime(100);
  expect(said.length).toBeLessThan(8);
  expect(said.at(-1)).toEqual({ selection: ["a"], frame: null, at: { shot: "a", x: 49, y: 0 } });
});

test("nothing is told after it stopped", () => {
  const said: Presence[] = [];
  const teller = new Teller((one) => said.push(one), () => Date.now());
  teller.change({ frame: 4 });
  teller.stop();
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([]);
});

test("a colleague keeps a colour", () => {
  expect(colourOf("1a2b3c4d")).toBe(colourOf("1a2b3c4d"));
  expect(colourOf("1a2b3c4d")).toMatch(/^#[0-9a-f]{6}$/);
});
