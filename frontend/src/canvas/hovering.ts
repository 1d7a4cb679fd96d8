// What a click would take, seen before it is made: of the place under the pointer only, and of the newest only.
import { create } from "zustand";
import { useEye } from "./eye";
import { canBe, type Prompts, saidAt } from "./maskKeys";
import { canMask, type Drawn, forgetHover, maskUnder } from "./masks/looker";
import { useCanvas } from "./store";
import { cuttable, inHand } from "./verbs";

interface Hover {
  readonly frame: number;
  readonly drawn: Drawn | null;
}

export const useHover = create<Hover>(() => ({ frame: -1, drawn: null }));

let asked = 0;
let valid = 0; // what was asked before this one is not shown any more

/** Preview what would be said; `anew`: of another layer. */
export function preview(said: (before: Prompts | null) => Prompts | null, anew = false): void {
  const { frame, playing } = useCanvas.getState();
  const eye = useEye.getState();
  if (playing || eye.frame !== frame || !canMask(eye.key)) return;
  const held = inHand();
  const next = said(!anew && cuttable(held) ? saidAt(held.masks, frame) : null);
  if (!next || !canBe(next)) return clearHover();
  const mine = ++asked;
  maskUnder(eye.key, next, eye, (drawn) => {
    // Something newer may be asked by now: this is shown until that comes, but never after the pointer has left.
    if (mine >= valid) useHover.setState({ frame, drawn: drawn && !drawn.nothing ? drawn : null });
  });
}

/** The pointer has left, or a click was made. */
export function clearHover(): void {
  valid = asked + 1;
  forgetHover();
  if (useHover.getState().drawn) useHover.setState({ frame: -1, drawn: null });
}
