// The cuts of a footage under a person's hands: corrected step by step, kept over a reload, one of them chosen.
import { useCallback, useEffect, useMemo, useState } from "react";
import {
  addCut, back, type Correction, type Cut, cutsOf, forth, move, readCorrection, removeCut, stepped, type Steps, type Stretch, stretches,
} from "./cuts";
import type { Footage } from "./footageApi";

export interface Cuts {
  readonly cuts: readonly Cut[];
  readonly shots: readonly Stretch[];
  readonly threshold: number;
  readonly chosen: number | null;
  readonly choose: (frame: number | null) => void;
  readonly setThreshold: (threshold: number) => void;
  /** Gives back where the cut then is. `over`: the gesture has ended and becomes one step. */
  readonly drag: (frame: number, to: number, over: boolean) => number;
  readonly nudge: (frame: number, by: number) => number;
  readonly add: (frame: number) => void;
  readonly remove: (frame: number) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

const nothing: Footage["cuts"]["found"] = [];

/** For a footage that may not be known yet; its frames are counted at the film's rate. */
export function useCuts(footage: Footage | undefined, rate: string): Cuts {
  const found = footage?.cuts.found ?? nothing;
  const frames = footage?.frames ?? 0;
  const name = footage ? `filmwright.cuts.${footage.artifact.digest}.${rate}` : "";
  const [steps, setSteps] = useState<Steps>({ past: [], now: readCorrection(null), future: [] });
  const [going, setGoing] = useState<Correction | null>(null); // while a cut is being dragged
  const [chosen, choose] = useState<number | null>(null);
  useEffect(() => {
    if (name) setSteps({ past: [], now: readCorrection(localStorage.getItem(name)), future: [] });
  }, [name]);
  useEffect(() => {
    if (!name || (steps.past.length === 0 && steps.future.length === 0)) return;
    try {
      localStorage.setItem(name, JSON.stringify(steps.now));
    } catch {
      // no room: the corrections hold until the page is left
    }
  }, [name, steps]);
  const now = going ?? steps.now;
  const cuts = useMemo(() => cutsOf(found, now, frames), [found, now, frames]);
  const shots = useMemo(() => (frames > 0 ? stretches(cuts, frames) : []), [cuts, frames]);
  const step = useCallback((next: Correction) => setSteps((known) => stepped(known, next)), []);
  return {
    cuts, shots, chosen, choose,
    threshold: now.threshold,
    setThreshold: (threshold) => step({ ...steps.now, threshold }),
    drag: (frame, to, over) => {
      const [next, at] = move(found, now, frames, frame, to);
      if (over) {
        setGoing(null);
        step(next);
      } else setGoing(next);
      choose(at);
      return at;
    },
    nudge: (frame, by) => {
      const [next, at] = move(found, steps.now, frames, frame, frame + by);
      step(next);
      choose(at);
      return at;
    },
    add: (frame) => {
      const next = addCut(found, steps.now, frames, frame);
      step(next);
      if (next !== steps.now) choose(Math.round(frame));
    },
    remove: (frame) => {
      step(removeCut(found, steps.now, frames, frame));
      choose(null);
    },
    undo: steps.past.length > 0 ? () => setSteps(back) : null,
    redo: steps.future.length > 0 ? () => setSteps(forth) : null,
  };
}
