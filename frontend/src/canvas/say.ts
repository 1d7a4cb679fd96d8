// Saying something of a layer by clicks, boxes and strokes: the mask is made first, and only what is there becomes an edit, one by one.
import { create } from "zustand";
import { useEye } from "./eye";
import { follow } from "./Follow";
import { followedBox } from "./followedBox";
import type { Layer } from "../document/kinds";
import { canBe, nothing, type Prompts, saidAt } from "./maskKeys";
import { remember } from "./masks/known";
import { canMask, maskHere } from "./masks/looker";
import { useCanvas } from "./store";
import { inTurn } from "./turn";
import { cuttable, inHand, tellMask } from "./verbs";

/** Something that is told beside the pointer, at a place of the picture; it goes by itself. */
export interface Told {
  readonly what: "nothing" | "first";
  readonly at: readonly [number, number];
  readonly id: number;
}

interface Saying {
  /** How many clicks wait to be answered. */
  readonly waiting: number;
  readonly told: Told | null;
  /** How long the last mask took, from the click on, in ms: for those who measure. */
  readonly took: number | null;
}

export const useSaying = create<Saying>(() => ({ waiting: 0, told: null, took: null }));

const LASTS = 3500;
let count = 0;

/** Tell something beside the pointer. */
export function tellAt(what: Told["what"], at: readonly [number, number]): void {
  const id = ++count;
  useSaying.setState({ told: { what, at, id } });
  setTimeout(() => useSaying.setState(({ told }) => (told?.id === id ? { told: null } : {})), LASTS);
}

export interface How {
  /** Begin another layer. */
  readonly anew?: boolean;
  /** What the layer is called when it is begun. */
  readonly words?: string;
  /** It is taken out of the picture at once. */
  readonly hidden?: boolean;
}

/**
 * `said` gives what is said from what was said before; `at` is where the pointer is. Where the frame has been looked at, the mask
 * comes first, and if nothing is there, nothing is written; otherwise it is written at once, and its mask comes when it can.
 */
export function say(at: readonly [number, number], said: (before: Prompts | null) => Prompts | null, how: How = {}): void {
  const since = performance.now();
  const { frame, shot } = useCanvas.getState();
  useSaying.setState(({ waiting }) => ({ waiting: waiting + 1, told: null }));
  void inTurn(() => one(at, said, how, frame, shot, since)).then(() => useSaying.setState(({ waiting }) => ({ waiting: Math.max(0, waiting - 1) })));
}

/** What is said now: what only adds a stroke or takes away, where nothing was said yet, corrects what was followed there. */
function beginning(said: (before: Prompts | null) => Prompts | null, before: Prompts | null, held: Layer | null, frame: number): Prompts | null {
  const next = said(before);
  if (before || !next || !cuttable(held) || next.box !== null || next.points.some(([, , belongs]) => belongs)) return next;
  const box = followedBox(held.id, frame);
  return box ? said({ ...nothing, box }) : next;
}

async function one(at: readonly [number, number], said: (before: Prompts | null) => Prompts | null, how: How, frame: number, shot: string | null, since: number): Promise<void> {
  const held = inHand();
  const before = !how.anew && cuttable(held) ? saidAt(held.masks, frame) : null;
  const next = beginning(said, before, how.anew ? null : held, frame);
  if (!next) {
    if (before) tellMask(() => null, how); // the last point was taken away
    return;
  }
  if (!canBe(next)) return tellAt("first", at);
  const eye = useEye.getState();
  if (eye.frame === frame && canMask(eye.key)) {
    const drawn = await maskHere(eye.key, next, eye);
    if (drawn?.nothing && next.strokes.every((stroke) => stroke.belongs)) return tellAt("nothing", at);
    if (drawn) {
      remember(eye.key, next, drawn);
      useSaying.setState({ took: performance.now() - since });
    }
  }
  const now = useCanvas.getState();
  if (now.frame !== frame || now.shot !== shot) return; // somebody went elsewhere meanwhile: it would be said of another frame
  tellMask(() => next, how);
  if (how.hidden) follow(); // one click takes it out: nobody has to ask again
}
