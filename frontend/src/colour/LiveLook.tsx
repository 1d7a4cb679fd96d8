// The frame under effects of colour, drawn here at once while the studio makes the exact one; hidden as soon as that is there.
import { useEffect, useRef, useState } from "react";
import type { Carried } from "../effects/stack";
import { chainOf } from "./chain";
import { baked } from "./cube";
import { type Looker, lookerOn, SIDE } from "./gl";
import { useTables } from "./tables";
import "./live.css";

interface Props {
  /** The frame as it was. */
  readonly before: string;
  readonly effects: readonly Carried[];
  /** Whether the exact picture is still being made. */
  readonly busy: boolean;
}

/** Over the trial; nothing where colours alone do not tell what the effects do. */
export function LiveLook({ before, effects, busy }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const looker = useRef<Looker | null>(null);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const tables = useTables();
  useEffect(() => {
    setImage(null);
    if (!before) return;
    const loaded = new Image();
    loaded.crossOrigin = "anonymous"; // what is read back by the card must be ours
    let over = false;
    loaded.onload = () => {
      if (!over) setImage(loaded);
    };
    loaded.src = before;
    return () => {
      over = true;
    };
  }, [before]);
  const change = busy && image ? chainOf(effects, tables) : null;
  const signature = change ? JSON.stringify(effects.map((one) => [one.operation, one.params, one.inputs ?? null])) : "";
  useEffect(() => {
    if (!change || !image || !canvas.current) return;
    const asked = requestAnimationFrame(() => {
      if (!canvas.current) return;
      looker.current ??= lookerOn(canvas.current);
      try {
        looker.current?.draw(image, baked(change, SIDE));
      } catch {
        setImage(null); // a picture from elsewhere that may not be read: the exact one comes
      }
    });
    return () => cancelAnimationFrame(asked);
  }, [signature, image]); // eslint-disable-line -- `change` is its signature
  useEffect(() => () => {
    looker.current?.close();
    looker.current = null;
  }, []);
  return <canvas ref={canvas} className="live-look" hidden={change === null} aria-hidden="true" />;
}
