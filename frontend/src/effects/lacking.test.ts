import { expect, test } from "vitest";
import type { Records } from "../document/changes";
import { lacks } from "./lacking";
import { carriedInputs, giveInputs, readEffects, written } from "./stack";

const records: Records = {
  shot: { a: { scene: "s" }, b: { scene: "s", archived: true }, c: { scene: "s" } },
  layer: { l: { shot: "a", name: "Nell" }, m: { shot: "c", name: "Nell" }, n: { shot: "a", auto: "people", name: "x" }, o: { shot: "c", auto: "people", name: "y" }, gone: { shot: "a", name: "z", archived: true } },
};

test("what an effect was given that is gone is said", () => {
  const of = (inputs: object) => lacks(records, { inputs: inputs as never, layer: null }, "a");
  expect(of({})).toBeNull();
  expect(of({ reference: { shot: "c" }, matte: { layer: "l" } })).toBeNull();
  expect(of({ reference: { shot: "b" } })).toBe("shot");
  expect(of({ matte: { layer: "gone" } })).toBe("layer");
  expect(of({ matte: { layer: "m" } })).toBe("layer");
  expect(of({ movement: { follow: { at: 0, layer: "nobody" } } })).toBe("layer");
});

test("carried to another shot, a region becomes the layer of the same name there, and what cannot be carried is left out", () => {
  const given = { matte: { layer: "l", outside: true }, reference: { shot: "c" }, picture: { artifact: "f" }, movement: { follow: { at: 3, across: [0.5], down: [0.5] } } };
  expect(carriedInputs(records, given, "c")).toEqual({ matte: { layer: "m", outside: true }, picture: { artifact: "f" } });
  expect(carriedInputs(records, { matte: { layer: "n" } }, "c")).toEqual({ matte: { layer: "o" } });
  expect(carriedInputs(records, { movement: { follow: { at: 0, layer: "l" } } }, "c")).toEqual({ movement: { follow: { at: 0, layer: "m" } } });
  expect(carriedInputs(records, { movement: { follow: { at: 0 } } }, "c")).toEqual({ movement: { follow: { at: 0 } } });
});

test("what is copied is read again with what it is given; nothing takes a port's gift away", () => {
  const effect = { operation: "style.transfer", params: { style: "oil" }, inputs: { picture: { artifact: "f" } } };
  expect(readEffects(written([effect]))).toEqual([effect]);
  expect(readEffects(JSON.stringify([{ operation: "style.transfer", inputs: { picture: 3 } }]))).toEqual([{ operation: "style.transfer", params: {} }]);
  const kept = { id: "e", rank: "a0", shot: "a", layer: null, enabled: true, ...effect };
  expect(giveInputs(kept, { matte: { layer: "l" } })[0]?.set["inputs"]).toEqual({ picture: { artifact: "f" }, matte: { layer: "l" } });
  expect(giveInputs(kept, { picture: null })[0]?.set["inputs"]).toEqual({});
});
