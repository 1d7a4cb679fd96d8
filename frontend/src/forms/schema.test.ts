import fc from "fast-check";
import { expect, test } from "vitest";
import operations from "../api/operations.json";
import type { Value } from "../document/changes";
import { drawable, type Field, fieldsOf, held, type NumberField, plainest, type Schema, shown, snapped, typed, unusual, wrong } from "./schema";

const forms = Object.entries(operations as Record<string, { parameters: Schema }>).map(([name, one]) => ({ name, fields: fieldsOf(one.parameters) }));
const everyField = forms.flatMap(({ name, fields }) => fields.map((field) => ({ at: `${name}.${field.name}`, field })));
const numbers = everyField.flatMap(({ field }) => (field.is === "number" ? [field] : field.is === "list" && field.of.is === "number" ? [field.of] : []));

test("every operation's schema is read to the last field, and each can be drawn", () => {
  expect(forms.length).toBeGreaterThan(15);
  for (const [name, one] of Object.entries(operations as Record<string, { parameters: Schema }>)) {
    expect(fieldsOf(one.parameters).length, name).toBe(Object.keys(one.parameters["properties"] ?? {}).length);
  }
  expect(everyField.filter(({ field }) => !drawable(field)).map(({ at }) => at)).toEqual([]);
});

test("what a field usually holds, and what is put into a new one, is allowed", () => {
  for (const { at, field } of everyField) {
    if (field.usual !== undefined) expect(wrong(field, field.usual), at).toBeNull();
    const bare = plainest({ ...field, usual: undefined });
    if (field.is !== "text" && field.is !== "checkpoint") expect(wrong(field, bare), at).toBeNull();
  }
});

test("wherever a slider is let go, the number is valid, and stays when it is let go there again", () => {
  fc.assert(
    fc.property(fc.constantFrom(...numbers), fc.double({ min: -1e7, max: 1e7, noNaN: true }), fc.constantFrom(0.1, 1, 10), (field, value, by) => {
      const put = snapped(field, value, field.step * by);
      expect(wrong(field, put)).toBeNull();
      expect(wrong(field, snapped(field, put))).toBeNull();
    }),
  );
});

test("a number outside its limits is refused with the limits, and half a number is no number", () => {
  const exposure = fieldsOf(operations["style.grade"].parameters as Schema).find((one) => one.name === "exposure") as NumberField;
  expect(exposure).toMatchObject({ is: "number", least: -4, most: 4, slides: true, usual: 0, whole: false });
  expect(wrong(exposure, 9)).toEqual({ is: "between", least: -4, most: 4 });
  expect(wrong(exposure, typed("1,"))).toEqual({ is: "number" });
  expect(typed("１.５")).toBe(1.5);
  expect(typed("−2")).toBe(-2);
  expect(typed("0,5")).toBe(0.5);
  expect(shown(exposure, 1.2000000001)).toBe("1.2");
});

test("a seed is typed, not slid; choices hide in patterns; units and nullable booleans are found", () => {
  const of = (name: keyof typeof operations, field: string): Field | undefined =>
    fieldsOf(operations[name].parameters as Schema).find((one) => one.name === field);
  expect(of("video.generate", "seed")).toMatchObject({ is: "number", slides: false });
  expect(of("stage.compose", "time")).toMatchObject({ is: "choice", options: ["", "dawn", "morning", "day", "afternoon", "sunset", "dusk", "night"] });
  expect(of("sound.tone", "gain")).toMatchObject({ is: "number", whole: false, least: -40, most: 20 });
  expect(of("stage.place", "interior")).toMatchObject({ is: "boolean", nullable: true });
  expect(of("stage.place", "checkpoint")).toMatchObject({ is: "checkpoint", capability: "sentence-embedding", without: true });
  expect(of("video.generate", "checkpoint")).toMatchObject({ is: "checkpoint", capability: "video-generator", without: false });
  expect(of("image.generate", "width")).toMatchObject({ is: "number", unit: "pixels" });
});

test("references to named kinds, colours, pairs and lists of pairs", () => {
  const fields = fieldsOf({
    $defs: { Mode: { enum: ["soft", "hard"], title: "Mode", type: "string" } },
    properties: {
      mode: { $ref: "#/$defs/Mode", default: "soft" },
      either: { anyOf: [{ $ref: "#/$defs/Mode" }, { type: "null" }], default: null },
      tint: { type: "string", pattern: "^#[0-9a-f]{6}$", default: "#ffffff" },
      points: { type: "array", default: [], maxItems: 3, items: { type: "array", prefixItems: [{ type: "number", minimum: 0, maximum: 1 }, { type: "number", minimum: 0, maximum: 1 }], minItems: 2, maxItems: 2 } },
      strange: { type: "object" },
    },
  });
  expect(fields.map((one) => one.is)).toEqual(["choice", "choice", "colour", "list", "unknown"]);
  expect(fields[1]?.nullable).toBe(true);
  const points = fields[3] as Field;
  expect(wrong(points, [[0, 0.5]])).toBeNull();
  expect(wrong(points, [[0, 2]])).toEqual({ is: "between", least: 0, most: 1 });
  expect(wrong(points, [[0, 0], [0, 0], [0, 0], [0, 0]])).toEqual({ is: "many", most: 3 });
  expect(drawable(fields[4] as Field)).toBe(false);
});

test("only what differs from the usual is kept, and the rest is held all the same", () => {
  for (const { fields } of forms) {
    const usual = Object.fromEntries(fields.flatMap((one) => (one.usual === undefined ? [] : [[one.name, one.usual] as [string, Value]])));
    expect(unusual(fields, usual)).toEqual({});
    for (const one of fields) if (one.usual !== undefined) expect(held(one, {})).toEqual(one.usual);
  }
});
