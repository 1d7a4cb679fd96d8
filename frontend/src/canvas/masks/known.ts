// The masks of the frame on screen: those that were said there, made at once; all others from what was followed through the shot.
import { useEffect, useMemo, useRef, useState } from "react";
import type { Layer } from "../../document/kinds";
import { colourAt } from "../colours";
import { useEye } from "../eye";
import { canBe, type Prompts, saidAt } from "../maskKeys";
import { type Drawn, maskHere } from "./looker";
import { maskFromServer } from "./onServer";

/** A mask of the frame, as it is drawn. */
export interface LayerMask {
  readonly layer: Layer;
  readonly colour: string;
  readonly drawn: Drawn | null;
  /** It is being made, and what is shown is what was there before. */
  readonly coming: boolean;
}

const MOST = 40;
const known = new Map<string, Promise<Drawn | null> | Drawn | null>(); // by frame's key and prompts; null: none could be made

const nameOf = (key: string, said: Prompts): string => `${key} ${JSON.stringify([said.points, said.box, said.strokes])}`;

/** A mask that was made for these prompts already, for instance by the click that said them. */
export function remember(key: string, said: Prompts, drawn: Drawn): void {
  known.set(nameOf(key, said), drawn);
  for (const oldest of [...known.keys()].slice(0, -MOST)) known.delete(oldest);
}

/** The masks that were said at this frame, by layer, lowest first. */
export function useSaidMasks(shot: string, layers: readonly Layer[], frame: number): readonly LayerMask[] {
  const eye = useEye();
  const [, redraw] = useState(0);
  const before = useRef(new Map<string, { readonly frame: number; readonly drawn: Drawn }>());
  const here = eye.frame === frame && (eye.state === "ready" || eye.state === "server") ? eye : null;
  const wanted = useMemo(() => layers.flatMap((layer) => {
    const said = layer.kind === "cut" ? saidAt(layer.masks, frame) : null;
    return said && canBe(said) ? [{ layer, said }] : [];
  }), [layers, frame]);
  useEffect(() => {
    if (!here?.key) return undefined;
    let over = false;
    const { key, width, height, state } = here;
    for (const { said } of wanted) {
      const name = nameOf(key, said);
      if (known.has(name)) continue;
      const coming = state === "ready" ? maskHere(key, said, { width, height }) : maskFromServer(shot, frame, said);
      known.set(name, coming);
      void coming.then((drawn) => {
        if (drawn) remember(key, said, drawn);
        else known.delete(name);
        if (!over) redraw((count) => count + 1);
      });
    }
    return () => {
      over = true;
    };
  }, [here, wanted, shot, frame]);
  return wanted.map(({ layer, said }): LayerMask => {
    const found = here?.key ? known.get(nameOf(here.key, said)) : undefined;
    const drawn = found && !(found instanceof Promise) ? found : null;
    if (drawn) before.current.set(layer.id, { frame, drawn });
    const last = before.current.get(layer.id);
    const colour = colourAt(layers.indexOf(layer));
    return { layer, colour, drawn: drawn ?? (last?.frame === frame ? last.drawn : null), coming: drawn === null };
  });
}
