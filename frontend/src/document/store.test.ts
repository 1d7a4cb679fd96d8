import { beforeEach, expect, test } from "vitest";
import { arrived, blank, edit, load, redoLast, remember, restore, refused, undoLast, useDocument } from "./store";

const project = { id: "p", title: "t", rate: "24/1", width: 1280, height: 720, language: "en" };
const action = (id: string): unknown => useDocument.getState().records["shot"]?.[id]?.["action"];

beforeEach(() => {
  useDocument.setState(blank, true);
  load(project, 3, { shot: { a: { action: "one" }, b: { action: "two" } } });
});

test("my edit shows at once and stays when the server answers", () => {
  const mine = edit("write", [{ kind: "shot", id: "a", set: { action: "mine" } }]);
  expect(action("a")).toBe("mine");
  expect(arrived(4, mine?.id ?? "", mine?.changes ?? [])).toBe(true);
  expect(useDocument.getState().speculative).toEqual([]);
  expect(action("a")).toBe("mine");
});

test("a colleague's edit lands beneath mine", () => {
  edit("write", [{ kind: "shot", id: "a", set: { action: "mine" } }]);
  arrived(4, "theirs", [
    { kind: "shot", id: "a", set: { action: "theirs" } },
    { kind: "shot", id: "b", set: { action: "theirs" } },
  ]);
  expect(action("a")).toBe("mine");
  expect(action("b")).toBe("theirs");
});

test("a refused edit is taken back with its reason, and nothing else is", () => {
  const bad = edit("write", [{ kind: "shot", id: "a", set: { action: "bad" } }]);
  edit("write", [{ kind: "shot", id: "b", set: { action: "good" } }]);
  refused(bad?.id ?? "", "No.");
  expect(action("a")).toBe("one");
  expect(action("b")).toBe("good");
  expect(useDocument.getState().problem).toBe("No.");
});

test("a gap is told, what is old is dropped", () => {
  expect(arrived(6, "x", [])).toBe(false);
  expect(useDocument.getState().revision).toBe(3);
  expect(arrived(3, "x", [{ kind: "shot", id: "a", set: { action: "old" } }])).toBe(true);
  expect(action("a")).toBe("one");
});

test("undo and redo are edits of mine; a reload keeps what was not answered", () => {
  edit("write", [{ kind: "shot", id: "a", set: { action: "mine" } }]);
  expect(undoLast()?.changes).toEqual([{ kind: "shot", id: "a", set: { action: "one" } }]);
  expect(action("a")).toBe("one");
  expect(redoLast()).not.toBeNull();
  expect(action("a")).toBe("mine");
  load(project, 9, { shot: { a: { action: "server" }, b: { action: "two" } } });
  expect(action("a")).toBe("mine");
  expect(undoLast()).not.toBeNull();
});

test("an edit that changes nothing is not made", () => {
  expect(edit("write", [{ kind: "shot", id: "a", set: { action: "one" } }])).toBeNull();
});

test("what the server wrote for me can be undone like an edit of mine", () => {
  remember({ label: "draw again", changes: [{ kind: "shot", id: "a", set: { take: "t2" } }], inverse: [{ kind: "shot", id: "a", set: { take: "t1" } }] });
  arrived(4, "theirs", [{ kind: "shot", id: "a", set: { take: "t2" } }]);
  undoLast();
  expect(useDocument.getState().records["shot"]?.["a"]?.["take"]).toBe("t1");
  redoLast();
  expect(useDocument.getState().records["shot"]?.["a"]?.["take"]).toBe("t2");
});

test("an edit of an earlier visit that the document already has goes off the top when it is answered", () => {
  restore([{ id: "old", label: "", changes: [{ kind: "shot", id: "a", set: { action: "old" } }] }]);
  expect(action("a")).toBe("old");
  arrived(2, "old", []);
  expect(useDocument.getState().speculative).toEqual([]);
  expect(action("a")).toBe("one");
});

test("what I made comes back when it is done again", () => {
  edit("new", [{ kind: "shot", id: "c", set: { action: "new" } }]);
  undoLast();
  expect(useDocument.getState().records["shot"]?.["c"]?.["archived"]).toBe(true);
  expect(redoLast()?.changes).toEqual([{ kind: "shot", id: "c", set: { archived: false } }]);
});

test("edits of one group are one step, whatever else is done between them", () => {
  const group = { group: "g" };
  expect(edit("Pictures", [{ kind: "shot", id: "c", set: { first: "1" } }], group)?.group).toBe("g");
  edit("write", [{ kind: "shot", id: "a", set: { action: "mine" } }]);
  edit("Pictures", [{ kind: "shot", id: "d", set: { first: "2" } }], group);
  expect(useDocument.getState().history.done.map((one) => one.label)).toEqual(["Pictures", "write"]);
  undoLast();
  undoLast();
  const { shot } = useDocument.getState().records;
  expect([shot?.["c"]?.["archived"], shot?.["d"]?.["archived"], shot?.["a"]?.["action"]]).toEqual([true, true, "one"]);
  redoLast();
  const again = useDocument.getState().records["shot"];
  expect([again?.["c"]?.["archived"], again?.["d"]?.["archived"]]).toEqual([false, false]);
});
