// Which operations are set by more than a form: wheels, curves, a small stage. One line for each; the rest of their fields stay below.
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { ShotInFilm } from "../document/select";
import type { Effect, Given, Params } from "./stack";

/** What an editor is given. */
export interface EditorProps {
  /** The effect as it is kept. */
  readonly effect: Effect;
  /** Every parameter as it is shown: what is under a hand, what its keys say at `frame`, what it usually holds. */
  readonly values: Params;
  /**
   * Set some parameters; `moving` while a hand is still on them: shown and tried, and written as one edit with the first change
   * that is not. A parameter that has keys gets a key at the playhead instead.
   */
  readonly change: (params: Params, moving: boolean) => void;
  /** Give a port something, or nothing (null): a file (`{artifact}`), another shot (`{shot}`), something followed (`{follow}`). */
  readonly give: (port: string, given: Given | null) => void;
  readonly shot: ShotInFilm;
  /** The frame of the clip that is looked at: where keys are set and a trial is made. */
  readonly frame: number;
}

export interface Editor {
  readonly component: ComponentType<EditorProps> | LazyExoticComponent<ComponentType<EditorProps>>;
  /** The parameters that it draws itself; the form below has the others. */
  readonly draws: readonly string[];
  /** The ports that it fills itself. */
  readonly gives?: readonly string[];
}

/** By the operation's name without its version. */
export const editors: Readonly<Record<string, Editor>> = {
  "camera.move": later(() => import("../camera/MoveEditor"), "MoveEditor", ["move", "across", "down"]),
  "camera.stabilise": later(() => import("../camera/SteadyEditor"), "SteadyEditor", []),
  "frame.reframe": later(() => import("../camera/FrameEditor"), "FrameEditor", []),
  "style.balance": later(() => import("../colour/BalanceEditor"), "BalanceEditor", []),
  "style.film": later(() => import("../colour/FilmEditor"), "FilmEditor", ["look"]),
  "style.grade": later(() => import("../colour/GradeEditor"), "GradeEditor", [
    ...["lift", "gamma", "gain"].flatMap((wheel) => [wheel, `${wheel}_red`, `${wheel}_green`, `${wheel}_blue`]),
    "curve", "curve_red", "curve_green", "curve_blue",
  ]),
  "style.lut": later(() => import("../colour/LutEditor"), "LutEditor", [], ["lut"]),
  "style.match": later(() => import("../colour/MatchEditor"), "MatchEditor", [], ["picture", "reference"]),
};

/** The editor of an operation, if it has one. */
export const editorOf = (operation: string): Editor | undefined => editors[operation.split("@", 1)[0] ?? operation];

/** An editor that is fetched when it is first seen: `later(() => import("../colour/Grade"), "Grade", ["lift"])`. */
export function later<N extends string>(
  module: () => Promise<Readonly<Record<N, ComponentType<EditorProps>>>>, name: N, draws: readonly string[], gives: readonly string[] = [],
): Editor {
  return { component: lazy(async () => ({ default: (await module())[name] })), draws, gives };
}
