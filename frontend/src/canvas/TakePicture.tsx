// The take's own frame: from its proxy while one scrubs or plays, as sharp as it is as soon as the frame has been fetched whole.
import { useEffect, useRef } from "react";
import { useCanvas } from "./store";
import type { TakeFrames } from "./takeFrames";
import type { Size } from "./view";

interface Props {
  readonly frames: TakeFrames | null;
  readonly size: Size;
  /** The frame at its full size, once it is there: shown where it is the frame that is looked at. */
  readonly still: { readonly frame: number; readonly image: CanvasImageSource } | null;
  readonly label: string;
  /** So near that its pixels are seen: they stay square. */
  readonly near?: boolean;
  /** There is nothing to draw yet: what lies beneath is seen. */
  readonly hidden?: boolean;
}

/** A canvas as large as the take is. Its `data-frame` is the frame that it shows. */
export function TakePicture({ frames, size, still, label, near = false, hidden = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useCanvas((state) => state.frame);
  const speed = useCanvas((state) => state.speed);
  const count = useCanvas((state) => state.frames);
  useEffect(() => {
    const draw = (): void => {
      const context = canvas.current?.getContext("2d", { alpha: false });
      if (!context || !canvas.current) return;
      const { width, height } = canvas.current;
      if (still && still.frame === frame && speed === 0) context.drawImage(still.image, 0, 0, width, height);
      else {
        const picture = frames?.picture(frame, count, speed);
        if (!picture) return;
        picture.draw(context, 0, 0, width, height);
      }
      canvas.current.dataset["frame"] = String(frame);
    };
    draw();
    return frames?.listen(draw);
  }, [frames, frame, speed, count, still, size.width, size.height]);
  return <canvas ref={canvas} hidden={hidden && still === null} className={near ? "take-picture near" : "take-picture"} width={size.width} height={size.height} role="img" aria-label={label} />;
}
