// An operation's JSON schema read as fields that can be drawn, and what each of them may hold. Pure.
import type { Value } from "../document/changes";

interface Common {
  readonly name: string;
  /** As the schema calls it, in English: "Source in". */
  readonly title: string;
  readonly help: string;
  readonly unit: string;
  /** What it holds when nobody set it; undefined when it must be given. */
  readonly usual: Value | undefined;
  readonly nullable: boolean;
}

export interface NumberField extends Common {
  readonly is: "number";
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Both ends are known and near enough that dragging between them makes sense. */
  readonly slides: boolean;
  /** It may change in time. */
  readonly keyable?: boolean;
}
export interface ChoiceField extends Common {
  readonly is: "choice";
  readonly options: readonly (string | number)[];
}
export interface TextField extends Common {
  readonly is: "text";
  readonly longest: number;
  readonly shortest: number;
  readonly pattern: string;
  readonly lines: boolean;
}
export interface ColourField extends Common {
  readonly is: "colour";
}
export interface BooleanField extends Common {
  readonly is: "boolean";
}
export interface CheckpointField extends Common {
  readonly is: "checkpoint";
  readonly capability: string;
  /** May be "": doing without. */
  readonly without: boolean;
}
export interface ListField extends Common {
  readonly is: "list";
  readonly of: Field;
  readonly fewest: number;
  readonly most: number;
}
export interface TupleField extends Common {
  readonly is: "tuple";
  readonly parts: readonly Field[];
}
/** The keys of all the others, by their names: set beside each of them, not by a control of its own. */
export interface KeysField extends Common {
  readonly is: "keys";
}
export interface UnknownField extends Common {
  readonly is: "unknown";
}
export type Field =
  | NumberField | ChoiceField | TextField | ColourField | BooleanField | CheckpointField | ListField | TupleField | KeysField | UnknownField;

export type Schema = Readonly<Record<string, unknown>>;

const SLIDES = 4000; // steps between the ends: beyond that a pixel would be many steps
const LINES = 240; // characters from which a text is written in several lines
const COLOURS = new Set(["^#[0-9a-f]{6}$", "^#[0-9a-fA-F]{6}$"]);
const NAMED = /^\^\(([\w-]+(?:\|[\w-]+)+)\)(\?)?\$$/; // ^(a|b|c)?$: a choice, "" among it when it may be missing

/** The fields of a form, in the order in which the operation declares them. */
export function fieldsOf(schema: Schema): Field[] {
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  return Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(([name, one]) =>
    fieldOf(name, one, schema, required.has(name)),
  );
}

function resolved(one: Schema, root: Schema): Schema {
  const [first] = (one["allOf"] ?? []) as Schema[];
  const pointer = one["$ref"] ?? first?.["$ref"];
  if (typeof pointer !== "string") return one;
  const named = ((root["$defs"] ?? {}) as Record<string, Schema>)[pointer.split("/").at(-1) ?? ""];
  return { ...named, ...one };
}

function fieldOf(name: string, raw: Schema, root: Schema, required = false): Field {
  let one = resolved(raw, root);
  const either = one["anyOf"] as Schema[] | undefined;
  const kinds = either?.filter((each) => each["type"] !== "null") ?? [];
  const nullable = either !== undefined && kinds.length < either.length;
  if (either && kinds.length === 1) one = { ...resolved(kinds[0] as Schema, root), ...one, anyOf: undefined };
  const common: Common = {
    name, nullable,
    title: titled(typeof raw["title"] === "string" ? raw["title"] : name),
    help: text(one["description"] === root["description"] ? "" : (raw["description"] ?? one["description"])),
    unit: text(one["unit"] ?? one["x-unit"]),
    usual: required ? undefined : (raw["default"] as Value | undefined),
  };
  if (one["keyframes"] === true) return { ...common, is: "keys" };
  const choices = one["enum"] ?? one["choices"] ?? ("const" in one ? [one["const"]] : undefined);
  if (Array.isArray(choices)) return { ...common, is: "choice", options: choices as (string | number)[] };
  switch (either && kinds.length !== 1 ? "" : one["type"]) {
    case "integer":
    case "number":
      return numberOf(common, one);
    case "boolean":
      return { ...common, is: "boolean" };
    case "string":
      return textOf(common, one);
    case "array":
      return listOf(common, one, root);
    default:
      return { ...common, is: "unknown" };
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const titled = (words: string): string => {
  const plain = words.replaceAll("_", " ").toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};

function numberOf(common: Common, one: Schema): NumberField {
  const whole = one["type"] === "integer";
  const multiple = typeof one["multipleOf"] === "number" ? one["multipleOf"] : 0;
  const ends = (closed: string, open: string, by: number, none: number): number => {
    if (typeof one[closed] === "number") return one[closed];
    return typeof one[open] === "number" ? one[open] + by : none;
  };
  const smallest = multiple || (whole ? 1 : 1e-6);
  const least = ends("minimum", "exclusiveMinimum", smallest, -Infinity);
  const most = ends("maximum", "exclusiveMaximum", -smallest, Infinity);
  const range = most - least;
  const step = multiple || (whole ? 1 : Number.isFinite(range) ? round(range / 200) : 0.01);
  const slides = Number.isFinite(range) && range > 0 && range / step <= SLIDES;
  return { ...common, is: "number", whole, least, most, step, slides, keyable: one["keyable"] === true };
}

/** The 1, 2 or 5 of its power of ten that is nearest below. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  return Number(((lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power).toPrecision(1));
}

function textOf(common: Common, one: Schema): Field {
  const pattern = text(one["pattern"]);
  if (typeof one["capability"] === "string") {
    return { ...common, is: "checkpoint", capability: one["capability"], without: pattern !== "" && new RegExp(pattern).test("") };
  }
  if (one["format"] === "color" || COLOURS.has(pattern)) return { ...common, is: "colour" };
  const named = NAMED.exec(pattern);
  if (named?.[1]) return { ...common, is: "choice", options: [...(named[2] ? [""] : []), ...named[1].split("|")] };
  const longest = typeof one["maxLength"] === "number" ? one["maxLength"] : Infinity;
  const shortest = typeof one["minLength"] === "number" ? one["minLength"] : 0;
  return { ...common, is: "text", longest, shortest, pattern, lines: pattern === "" && longest > LINES };
}

function listOf(common: Common, one: Schema, root: Schema): Field {
  if (Array.isArray(one["prefixItems"])) {
    const parts = (one["prefixItems"] as Schema[]).map((part, place) => fieldOf(`${common.name}.${place + 1}`, part, root, true));
    return { ...common, is: "tuple", parts };
  }
  const of = fieldOf(common.name, (one["items"] ?? {}) as Schema, root, true);
  const fewest = typeof one["minItems"] === "number" ? one["minItems"] : 0;
  const most = typeof one["maxItems"] === "number" ? one["maxItems"] : Infinity;
  return { ...common, is: "list", of: { ...of, title: common.title }, fewest, most };
}

/** Whether any field below cannot be drawn. */
export function drawable(field: Field): boolean {
  if (field.is === "list") return drawable(field.of);
  if (field.is === "tuple") return field.parts.every(drawable);
  return field.is !== "unknown";
}

/** What a field holds: what was set, else its usual value, else the plainest that is allowed. */
export function held(field: Field, values: Readonly<Record<string, Value>>): Value {
  const value = values[field.name] ?? field.usual;
  return value === undefined ? plainest(field) : value;
}

/** A value that the field allows, for something that is just being added. */
export function plainest(field: Field): Value {
  if (field.usual !== undefined) return field.usual;
  if (field.nullable) return null;
  switch (field.is) {
    case "number":
      return snapped(field, Math.min(Math.max(0, field.least), field.most));
    case "choice":
      return field.options[0] ?? "";
    case "boolean":
      return false;
    case "colour":
      return "#ffffff";
    case "list":
      return Array.from({ length: field.fewest }, () => plainest(field.of));
    case "tuple":
      return field.parts.map(plainest);
    case "keys":
      return {};
    default:
      return "";
  }
}

/** The nearest number that the field can hold. */
export function snapped(field: NumberField, value: number, step = field.step): number {
  if (!Number.isFinite(value)) return Number.isFinite(field.least) ? field.least : 0;
  const from = Number.isFinite(field.least) ? field.least : 0;
  const fine = field.whole ? Math.max(field.step, Math.round(step)) : step;
  const counted = from + Math.round((value - from) / fine) * fine;
  const within = Math.min(field.most, Math.max(field.least, counted));
  return Number(within.toFixed(field.whole ? 0 : 6));
}

/** Digits behind the point that a number of this field is shown with. */
export const digitsOf = (field: NumberField): number => (field.whole ? 0 : Math.max(0, -Math.floor(Math.log10(field.step) + 1e-9)));

/** A number as people read it: as many digits as it has, at most one more than its step. */
export function shown(field: NumberField, value: number): string {
  return String(Number(value.toFixed(Math.min(6, digitsOf(field) + 1))));
}

export type Wrong =
  | { readonly is: "number" }
  | { readonly is: "whole" }
  | { readonly is: "between"; readonly least: number; readonly most: number }
  | { readonly is: "least"; readonly least: number }
  | { readonly is: "most"; readonly most: number }
  | { readonly is: "multiple"; readonly step: number }
  | { readonly is: "form" }
  | { readonly is: "long"; readonly most: number }
  | { readonly is: "short"; readonly least: number }
  | { readonly is: "choice" }
  | { readonly is: "few"; readonly least: number }
  | { readonly is: "many"; readonly most: number };

/** What is wrong with a value, or null: the same limits that the server checks. */
export function wrong(field: Field, value: Value): Wrong | null {
  if (value === null) return field.nullable ? null : { is: "form" };
  switch (field.is) {
    case "number":
      return wrongNumber(field, value);
    case "choice":
      return field.options.includes(value as string | number) ? null : { is: "choice" };
    case "boolean":
      return typeof value === "boolean" ? null : { is: "form" };
    case "colour":
      return typeof value === "string" && /^#[0-9a-f]{6}$/.test(value) ? null : { is: "form" };
    case "checkpoint":
      return typeof value === "string" && (value !== "" || field.without) ? null : { is: "form" };
    case "text":
      if (typeof value !== "string") return { is: "form" };
      if ([...value].length > field.longest) return { is: "long", most: field.longest };
      if ([...value].length < field.shortest) return { is: "short", least: field.shortest };
      return field.pattern === "" || new RegExp(field.pattern, "u").test(value) ? null : { is: "form" };
    case "list":
      if (!Array.isArray(value)) return { is: "form" };
      if (value.length < field.fewest) return { is: "few", least: field.fewest };
      if (value.length > field.most) return { is: "many", most: field.most };
      return value.map((one) => wrong(field.of, one)).find((one) => one !== null) ?? null;
    case "tuple":
      if (!Array.isArray(value) || value.length !== field.parts.length) return { is: "form" };
      return field.parts.map((part, place) => wrong(part, value[place] ?? null)).find((one) => one !== null) ?? null;
    case "keys": // the server checks them; here they are only ever set within their field's limits
    case "unknown":
      return null;
  }
}

function wrongNumber(field: NumberField, value: Value): Wrong | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return { is: "number" };
  const { least, most } = field;
  if (value < least || value > most) {
    if (Number.isFinite(least) && Number.isFinite(most)) return { is: "between", least, most };
    return value < least ? { is: "least", least } : { is: "most", most };
  }
  if (!field.whole) return null;
  if (!Number.isInteger(value)) return { is: "whole" };
  return value % field.step === 0 ? null : { is: "multiple", step: field.step };
}

/** What was typed into a number's field, with a comma or a full-width digit as some keyboards write them. */
export function typed(raw: string): number {
  const plain = raw.normalize("NFKC").trim().replace(/^([+-]?\d*),(\d+)$/, "$1.$2").replace("−", "-");
  return plain === "" ? Number.NaN : Number(plain);
}

/** The parameters without those that hold their usual value: what an effect needs to keep. */
export function unusual(fields: readonly Field[], values: Readonly<Record<string, Value>>): Record<string, Value> {
  const usual = new Map(fields.map((one) => [one.name, one.usual]));
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => JSON.stringify(usual.get(name)) !== JSON.stringify(value)),
  );
}
