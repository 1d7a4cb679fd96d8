import fc from "fast-check";
import { expect, test } from "vitest";
import { apply, type Change, inverse, type Records } from "./changes";
import { bail, commit, empty, type History, join, mark, record, redo, undo } from "./history";

const start: Records = { shot: { a: { x: 0, y: 0 }, b: { x: 0, y: 0 } } };
const moves = fc.array(
  fc.record({ id: fc.constantFrom("a", "b"), field: fc.constantFrom("x", "y"), value: fc.integer() }),
  { maxLength: 12 },
);

function run(history: History, records: Records, changes: Change[]): [History, Records] {
  const step = { label: "move", changes, inverse: inverse(records, changes) };
  return [record(history, step), apply(records, changes)];
}

test("undoing everything gives the start, redoing everything the end", () => {
  fc.assert(
    fc.property(moves, (all) => {
      let history = empty;
      let records = start;
      for (const { id, field, value } of all) [history, records] = run(history, records, [{ kind: "shot", id, set: { [field]: value } }]);
      const end = records;
      for (let step = undo(history); step[1]; step = undo(history)) {
        history = step[0];
        records = apply(records, step[1].inverse);
      }
      expect(records).toEqual(start);
      for (let step = redo(history); step[1]; step = redo(history)) {
        history = step[0];
        records = apply(records, step[1].changes);
      }
      expect(records).toEqual(end);
    }),
  );
});

test("a gesture is one step, and giving it up leaves nothing", () => {
  fc.assert(
    fc.property(moves, (all) => {
      let history = mark(empty, "drag");
      let records = start;
      for (const { id, field, value } of all) [history, records] = run(history, records, [{ kind: "shot", id, set: { [field]: value } }]);
      const [given, back] = bail(history);
      expect(apply(records, back)).toEqual(start);
      expect(given.done).toEqual([]);
      const closed = commit(history);
      expect(closed.done.length).toBe(all.length > 0 ? 1 : 0);
      const step = closed.done[0];
      if (step) {
        expect(apply(records, step.inverse)).toEqual(start);
        expect(apply(start, step.changes)).toEqual(records);
      }
    }),
  );
});

test("undo touches only what I changed", () => {
  const [history] = run(empty, start, [{ kind: "shot", id: "a", set: { x: 1 } }]);
  const theirs = apply(apply(start, [{ kind: "shot", id: "a", set: { x: 1 } }]), [{ kind: "shot", id: "b", set: { x: 9 } }]);
  const [, step] = undo(history);
  expect(apply(theirs, step?.inverse ?? [])).toEqual({ shot: { a: { x: 0, y: 0 }, b: { x: 9, y: 0 } } });
});

test("what the studio does bit by bit for one wish is one step, also when I did something in between", () => {
  let history = empty;
  let records = start;
  const bit = (id: string, x: number): void => {
    const changes = [{ kind: "shot", id, set: { x } }];
    history = join(history, "g", { label: "make", changes, inverse: inverse(records, changes) });
    records = apply(records, changes);
  };
  bit("a", 1);
  [history, records] = run(history, records, [{ kind: "shot", id: "b", set: { y: 7 } }]);
  bit("b", 2);
  bit("a", 3);
  expect(history.done.map((one) => one.label)).toEqual(["make", "move"]);
  let step = undo(history);
  records = apply(records, step[1]?.inverse ?? []);
  step = undo(step[0]);
  expect(step[1]?.group).toBe("g");
  expect(apply(records, step[1]?.inverse ?? [])).toEqual(start);
});
