import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder, ranksAt } from "./order";

test("whatever is moved where, it stands there and nothing else moves", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 60 }), (moves) => {
      const first = ranksAt([], 0, 8);
      let row = first.map((rank, index) => ({ id: `s${index}`, rank }));
      for (const [from, to] of moves) {
        const moved = row[from % row.length];
        if (!moved) continue;
        const others = row.filter((one) => one !== moved);
        const at = to % (others.length + 1);
        const [rank] = ranksAt(others, at);
        const wanted = [...others.slice(0, at).map((one) => one.id), moved.id, ...others.slice(at).map((one) => one.id)];
        row = inOrder([...others, { id: moved.id, rank: rank ?? "" }]);
        expect(row.map((one) => one.id)).toEqual(wanted);
      }
    }),
  );
});

test("several at once stand together and in order", () => {
  const row = ranksAt([], 0, 3).map((rank, index) => ({ id: `${index}`, rank }));
  const ranks = ranksAt(row, 1, 4);
  expect([...ranks].sort()).toEqual(ranks);
  expect(ranks.every((rank) => rank > (row[0]?.rank ?? "") && rank < (row[1]?.rank ?? ""))).toBe(true);
});

test("equal ranks leave room after them", () => {
  const row = [
    { id: "a", rank: "a1" },
    { id: "b", rank: "a1" },
    { id: "c", rank: "a2" },
  ];
  const [rank] = ranksAt(row, 1);
  expect(rank && rank > "a1" && rank < "a2").toBe(true);
});
