// Every model of the list has a Chinese title; an unknown one keeps its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkpointTitle } from "./checkpoints";

const listed = readFileSync(join(import.meta.dirname, "../../../generation/checkpoints.toml"), "utf8");

test("every model is called something in Chinese", () => {
  const all = [...listed.matchAll(/^id = "([^"]+)"/gm)].map(([, id = ""]) => id);
  expect(all.length).toBeGreaterThan(0);
  for (const id of all) expect(checkpointTitle({ id, title: "" }, "zh"), id).not.toBe("");
});

test("a model of one's own keeps its title", () => {
  expect(checkpointTitle({ id: "mine@1", title: "Mine" }, "zh")).toBe("Mine");
  expect(checkpointTitle({ id: "previs@9", title: "Previs" }, "en")).toBe("Previs");
});
