import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { latest } from "./latest";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(takes: number) {
  const asked: number[] = [];
  const given: number[] = [];
  const failed: number[] = [];
  const busy: boolean[] = [];
  const one = latest<number, number>(
    (question, signal) =>
      new Promise((done, fail) => {
        asked.push(question);
        signal.addEventListener("abort", () => fail(new Error("given up")));
        setTimeout(() => (question < 0 ? fail(new Error("no")) : done(question * 10)), takes);
      }),
    { answer: (answer) => given.push(answer), failed: (_, question) => failed.push(question), busy: (now) => busy.push(now) },
    60, 1200,
  );
  return { one, asked, given, failed, busy };
}

test("of many quick changes only the last is asked", async () => {
  const { one, asked, given, busy } = setUp(100);
  for (let value = 0; value < 10; value++) one.ask(value);
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toEqual([9]);
  expect(given).toEqual([90]);
  expect(busy).toEqual([true, false]);
});

test("while a hand keeps moving, pictures keep coming, and the last one asked is the last one shown", async () => {
  const { one, asked, given } = setUp(200);
  for (let value = 0; value < 40; value++) {
    one.ask(value);
    await vi.advanceTimersByTimeAsync(70);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.length).toBeLessThan(40);
  expect(given.at(-1)).toBe(390);
});

test("one that takes too long is given up for a newer one, and is never shown afterwards", async () => {
  const { one, asked, given } = setUp(5000);
  one.ask(1);
  await vi.advanceTimersByTimeAsync(100);
  one.ask(2);
  await vi.advanceTimersByTimeAsync(1300);
  expect(asked).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(9000);
  expect(given).toEqual([20]);
});

test("a refusal is told, the next question is asked all the same, and nothing is told after the end", async () => {
  const { one, given, failed } = setUp(50);
  one.ask(-1);
  await vi.advanceTimersByTimeAsync(200);
  expect(failed).toEqual([-1]);
  one.ask(3);
  await vi.advanceTimersByTimeAsync(200);
  expect(given).toEqual([30]);
  one.ask(4);
  await vi.advanceTimersByTimeAsync(80);
  one.stop();
  await vi.advanceTimersByTimeAsync(500);
  expect(given).toEqual([30]);
});
