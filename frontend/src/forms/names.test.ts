import { expect, test } from "vitest";
import operations from "../api/operations.json";
import { worksOnPictures } from "../effects/stack";
import { en } from "../i18n/en";
import { zh } from "../i18n/zh";
import { choiceName, fieldName, operationName, unitName } from "./names";

const all = Object.entries(operations as Record<string, { parameters: { properties?: Record<string, unknown> } }>);

test("every operation is called something in both languages", () => {
  for (const [name] of all) for (const words of [en, zh] as const) expect(words, name).toHaveProperty([`op.${name}`]);
});

test("every parameter has a name in both languages", () => {
  for (const [name, one] of all) {
    for (const parameter of Object.keys(one.parameters.properties ?? {})) {
      for (const words of [en, zh] as const) expect(`param.${parameter}` in words || `param.${name}.${parameter}` in words, `${name}.${parameter}`).toBe(true);
    }
  }
});

test("what every effect does, and what each of its parameters does, is said in Chinese", () => {
  const effects = all.filter(([name, one]) => worksOnPictures({ name, ...one } as never));
  expect(effects.length).toBeGreaterThan(0);
  for (const [name, one] of effects) {
    expect(zh, name).toHaveProperty([`op.${name}.help`]);
    for (const parameter of Object.keys(one.parameters.properties ?? {})) {
      expect(`help.${parameter}` in zh || `help.${name}.${parameter}` in zh, `${name}.${parameter}`).toBe(true);
    }
  }
});

test("what has no words keeps its own, made readable", () => {
  expect(operationName("zh", "style.grade@3")).toBe("调色");
  expect(operationName("zh", "motion.slow_down")).toBe("Slow down");
  expect(fieldName("en", "x.y", "some_thing", "Some thing")).toBe("Some thing");
  expect(unitName("zh", "frames")).toBe("帧");
  expect(unitName("zh", "dB")).toBe("dB");
  expect(choiceName("zh", "time", "dusk")).toBe("黄昏");
  expect(choiceName("en", "mode", "very_soft")).toBe("Very soft");
});
