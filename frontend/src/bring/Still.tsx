// One picture of a strip, standing in where the film itself cannot be shown yet.
import { useEffect, useRef, useState } from "react";
import type { StripPictures } from "./Strip";
import { tileAt } from "./window";

/** The tile nearest to a frame; as long as the strip is not there nothing, or the room for it where its shape (`ratio`) is given. */
export function Still({ pictures, frame, frames, className = "still", ratio }: {
  pictures: StripPictures | null; frame: number; frames: number; className?: string; ratio?: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const url = pictures?.url;
  useEffect(() => {
    if (!url) return setImage(null);
    const loading = new Image();
    loading.onload = () => setImage(loading);
    loading.src = url;
    return () => void (loading.onload = null);
  }, [url]);
  const tile = pictures ? tileAt(frame, frames, pictures.count) : 0;
  useEffect(() => {
    const shown = canvas.current;
    if (!shown || !image || !pictures) return;
    const [wide, high] = [image.naturalWidth / pictures.columns, image.naturalHeight / Math.ceil(pictures.count / pictures.columns)];
    shown.width = wide;
    shown.height = high;
    const [x, y] = [(tile % pictures.columns) * wide, Math.floor(tile / pictures.columns) * high];
    shown.getContext("2d")?.drawImage(image, x, y, wide, high, 0, 0, wide, high);
  }, [image, pictures, tile]);
  if ((!image || !pictures) && ratio === undefined) return null;
  return <canvas ref={canvas} className={className} aria-hidden="true" {...(ratio ? { style: { aspectRatio: String(ratio) } } : {})} />;
}
