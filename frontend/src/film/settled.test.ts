// News settles once, one thing at a time, and is not put off for ever.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "./settled";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of news is one asking, after it has settled", async () => {
  const what = vi.fn(async () => undefined);
  const { news } = settled(what, 100);
  for (let turn = 0; turn < 5; turn++) {
    news();
    await vi.advanceTimersByTimeAsync(60);
  }
  expect(what).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(what).toHaveBeenCalledTimes(1);
});

test("news that keeps coming does not put it off for ever", async () => {
  const what = vi.fn(async () => undefined);
  const { news } = settled(what, 1000);
  for (let turn = 0; turn < 100; turn++) {
    news();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(what.mock.calls.length).toBeGreaterThanOrEqual(2);
});

test("never two at a time, and what comes meanwhile is for the next", async () => {
  let [running, most] = [0, 0];
  const what = vi.fn(async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 500));
    running--;
  });
  const { news } = settled(what, 50);
  for (let turn = 0; turn < 10; turn++) {
    news();
    await vi.advanceTimersByTimeAsync(120);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(most).toBe(1);
  expect(what.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(running).toBe(0);
});

test("a failure is not the end, and stopping is", async () => {
  const what = vi.fn(async () => Promise.reject(new Error("away")));
  const { news, stop } = settled(what, 10);
  news();
  await vi.advanceTimersByTimeAsync(50);
  news();
  await vi.advanceTimersByTimeAsync(50);
  expect(what).toHaveBeenCalledTimes(2);
  stop();
  news();
  await vi.advanceTimersByTimeAsync(50);
  expect(what).toHaveBeenCalledTimes(2);
});
