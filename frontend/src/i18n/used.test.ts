// Words that nobody says any more are taken out: every key is named somewhere in the sources, or made by a template that is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "./en";

const root = join(import.meta.dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/^i18n\/(en|zh)\/|\.test\.|api\/schema/.test(path))
  .map((path) => readFileSync(join(root, path), "utf8"));
const text = sources.join("\n");
const made = [...text.matchAll(/`(\w+\.[^`\s]*\$\{[^`]*)`/g)].map(([, template = ""]) =>
  new RegExp(`^${template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join(".*")}$`));

test("every key is used", () => {
  const unused = Object.keys(en).filter((key) => !text.includes(`"${key}"`) && !made.some((one) => one.test(key)));
  expect(unused).toEqual([]);
});
