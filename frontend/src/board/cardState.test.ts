import { expect, test } from "vitest";
import { cardState } from "./cardState";

const take = { id: "t", rank: "a0", shot: "s", number: 1, key: "k", seed: 1, quality: "final", kept: false, note: "", derived: null };
const node = (status: string, more: object = {}) => ({ status, progress: 0.5, note: "frame 3 of 6", ...more });
const build = { status: "active", made: 2, total: 5, eta_low: 10, eta_high: 20 };
const stale = { state: "stale", causes: [{ words: { en: "Anna's coat changed", zh: "安娜的大衣改了" } }] };

test("without a take it is missing", () => {
  expect(cardState({ take: null }, undefined, undefined, { state: "missing", causes: [] })).toEqual({ is: "missing" });
});

test("a running take says how far it is and how long it will take", () => {
  expect(cardState({ take }, node("running"), build, undefined)).toEqual({ is: "making", progress: 0.5, low: 10, high: 20, note: "frame 3 of 6" });
});

test("a take whose voices and stage are made first is being made too", () => {
  expect(cardState({ take }, undefined, build, undefined)).toMatchObject({ is: "making", progress: 0 });
  expect(cardState({ take }, undefined, { ...build, made: 0 }, undefined)).toEqual({ is: "queued" });
});

test("a failure says why and whose move it is", () => {
  const error = { message: "No face found. Choose another picture.", blame: "you" };
  expect(cardState({ take }, node("failed", { error }), undefined, undefined)).toEqual({ is: "failed", ...error });
});

test("where something that the take is made from failed, its reason is the take's", () => {
  const error = { message: "The clip is gone. Bring it in again.", blame: "you" };
  expect(cardState({ take }, undefined, { ...build, status: "failed", error }, { state: "missing", causes: [] })).toEqual({ is: "failed", ...error });
});

test("made and unchanged: nothing to say; made and changed: the causes", () => {
  expect(cardState({ take }, node("done"), undefined, { state: "fresh", causes: [] })).toEqual({ is: "fresh" });
  expect(cardState({ take }, node("done"), undefined, stale)).toEqual({ is: "stale", causes: stale.causes });
});

test("a cancelled take is missing again", () => {
  expect(cardState({ take }, node("cancelled"), { ...build, status: "cancelled" }, { state: "missing", causes: [] })).toEqual({ is: "missing" });
});
