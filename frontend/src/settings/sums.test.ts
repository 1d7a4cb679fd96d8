import { expect, test } from "vitest";
import { sums } from "./sums";

test("what is owed is added up by currency, to the cent and beyond", () => {
  const rows = [
    { amount: "0.1", currency: "USD", owed: true }, { amount: "0.2", currency: "USD", owed: true }, { amount: "9", currency: "USD", owed: false },
    { amount: null, currency: "USD", owed: true }, { amount: "3", currency: "CNY", owed: true },
  ];
  expect(sums(rows)).toEqual([{ amount: 3, currency: "CNY" }, { amount: 0.3, currency: "USD" }]);
});
