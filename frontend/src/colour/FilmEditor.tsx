// Film looks as small pictures of this very shot under each; the rest of lens and film is the form below.
import { useEffect, useRef, useState } from "react";
import { usePanels } from "../api/queries";
import type { EditorProps } from "../effects/editors";
import { useOpenFilm } from "../film/context";
import { useLanguage, useWords } from "../i18n";
import { choiceName } from "../forms/names";
import { baked, looked } from "./cube";
import { lookOf, NAMES } from "./looks";
import "./colour.css";

const WIDE = 132;
const SIDE = 17; // of the tables for thumbnails

/** For "style.film". */
export function FilmEditor({ values, change, shot }: EditorProps) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const pixels = usePixels(panels.data?.get(shot.shot.id)?.url ?? "");
  const now = String(values["look"] ?? "none");
  const list = useRef<HTMLDivElement>(null);
  const choose = (name: string, focus = false): void => {
    if (name !== now) change({ look: name }, false);
    if (focus) list.current?.querySelector<HTMLElement>(`[data-look="${name}"]`)?.focus();
  };
  return (
    <div className="colour">
      <h4 id={`looks-${shot.shot.id}`}>{t("film.looks")}</h4>
      <div
        ref={list} className="film-looks" role="radiogroup" aria-labelledby={`looks-${shot.shot.id}`}
        onKeyDown={(event) => {
          const columns = 3;
          const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key] ?? 0;
          const next = NAMES[NAMES.indexOf(now) + by];
          if (by === 0) return;
          event.preventDefault();
          event.stopPropagation();
          if (next !== undefined) choose(next, true);
        }}
      >
        {NAMES.map((name) => (
          <button
            key={name} type="button" role="radio" aria-checked={name === now} tabIndex={name === now ? 0 : -1} data-look={name}
            className={name === now ? "film-look on" : "film-look"} onClick={() => choose(name)}
          >
            <Thumb pixels={pixels} name={name} />
            <span>{choiceName(language, "look", name)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** The shot's still, small, as pixels; null until it is there, or where it may not be read. */
function usePixels(url: string): ImageData | null {
  const [pixels, setPixels] = useState<ImageData | null>(null);
  useEffect(() => {
    setPixels(null);
    if (!url) return;
    let over = false;
    const image = new Image();
    image.crossOrigin = "anonymous";
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = WIDE;
      canvas.height = Math.max(1, Math.round((WIDE * image.naturalHeight) / image.naturalWidth));
      const context = canvas.getContext("2d");
      if (!context || over) return;
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      try {
        setPixels(context.getImageData(0, 0, canvas.width, canvas.height));
      } catch {
        // from elsewhere, not to be read: the names stand alone
      }
    };
    image.src = url;
    return () => {
      over = true;
    };
  }, [url]);
  return pixels;
}

function Thumb({ pixels, name }: { readonly pixels: ImageData | null; readonly name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!pixels || !canvas.current) return;
    const made = new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height);
    const change = lookOf(name);
    if (change) looked(made.data, baked(change, SIDE), SIDE);
    canvas.current.getContext("2d")?.putImageData(made, 0, 0);
  }, [pixels, name]);
  return <canvas ref={canvas} width={pixels?.width ?? WIDE} height={pixels?.height ?? Math.round((WIDE * 9) / 16)} aria-hidden="true" />;
}
