// One scope of what is on screen: measured in a worker, as often as the picture changes, told in words to whoever does not see it.
import { useEffect, useRef, useState } from "react";
import { type Translate, useWords } from "../i18n";
import { useView } from "../view/store";
import { hueAt, type Reading, type Scope, SCOPES } from "./measure";
import { choose, type Place, useScopes } from "./store";
import type { Answered, Asked } from "./worker";
import "./scopes.css";

export type Drawn = HTMLCanvasElement | HTMLImageElement;

interface Props {
  readonly place: Place;
  /** The picture that is on screen now. */
  readonly source: () => Drawn | null;
}

const WIDE = 320; // pixels that are measured
const MOVING = 30; // ms between two measurements while something moves
const RESTING = 250;
const SAID = 1000; // ms between two readings in words
const SIZE = { width: 360, height: 202 };

const size = (one: Drawn): readonly [number, number] => (one instanceof HTMLCanvasElement ? [one.width, one.height] : [one.naturalWidth, one.naturalHeight]);

/** A scope, with a choice of which. */
export function ScopeView({ place, source }: Props) {
  const t = useWords();
  const scope = useScopes((state) => state.scope[place]);
  const [reading, setReading] = useState<Reading | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const wanted = useRef({ scope, source });
  wanted.current = { scope, source };
  useEffect(() => measuring(() => wanted.current, canvas.current, setReading), []);
  return (
    <section className="scope" aria-label={t("scopes.title")}>
      <div className="scope-tabs" role="tablist" aria-label={t("scopes.which")}>
        {SCOPES.map((one) => (
          <button
            key={one} type="button" role="tab" aria-selected={one === scope} tabIndex={one === scope ? 0 : -1} onClick={() => choose(place, one)}
            onKeyDown={(event) => {
              const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              const next = SCOPES[(SCOPES.indexOf(one) + way + SCOPES.length) % SCOPES.length];
              if (way === 0 || !next) return;
              event.preventDefault();
              event.stopPropagation();
              choose(place, next);
              (event.currentTarget.parentElement?.children[SCOPES.indexOf(next)] as HTMLElement | undefined)?.focus();
            }}
          >
            {t(`scopes.${one}`)}
          </button>
        ))}
      </div>
      <canvas ref={canvas} width={SIZE.width} height={SIZE.height} role="img" aria-label={reading ? said(t, scope, reading) : t("scopes.nothing")} />
    </section>
  );
}

/** A scope in words. */
export function said(t: Translate, scope: Scope, reading: Reading): string {
  const way = reading.cast === null ? t("scopes.neutral") : t("scopes.cast", { hue: t(`hue.${hueAt(reading.cast)}`) });
  return t(`scopes.${scope}Said`, { ...reading, cast: reading.cast ?? 0, way });
}

/** Measure again and again; the function returned ends it. */
function measuring(wanted: () => { readonly scope: Scope; readonly source: () => Drawn | null }, canvas: HTMLCanvasElement | null, tell: (reading: Reading) => void): () => void {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const shown = canvas?.getContext("bitmaprenderer");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  let hand = false;
  let told = 0;
  const pressed = (event: PointerEvent): void => {
    hand = event.type === "pointerdown";
  };
  const next = (begun: number): void => {
    if (over) return;
    const every = hand || useView.getState().playing ? MOVING : RESTING;
    timer = setTimeout(() => void measure(), Math.max(0, every - (performance.now() - begun)));
  };
  let begun = 0;
  const measure = async (): Promise<void> => {
    begun = performance.now();
    const { scope, source } = wanted();
    const drawn = document.hidden ? null : source();
    const [width, height] = drawn ? size(drawn) : [0, 0];
    if (!drawn || width === 0 || height === 0) return next(begun);
    try {
      const picture = await createImageBitmap(drawn, { resizeWidth: WIDE, resizeHeight: Math.max(1, Math.round((WIDE * height) / width)), resizeQuality: "low" });
      if (over) return picture.close();
      const asked: Asked = { picture, scopes: [{ scope, ...SIZE }], reading: begun - told > SAID };
      worker.postMessage(asked, [picture]);
    } catch {
      next(begun); // not loaded yet, or of another origin
    }
  };
  worker.onmessage = ({ data }: MessageEvent<Answered>) => {
    const [picture] = data.drawn;
    if (picture) shown?.transferFromImageBitmap(picture);
    if (data.reading) {
      told = performance.now();
      tell(data.reading);
    }
    if (canvas) canvas.dataset["count"] = String(Number(canvas.dataset["count"] ?? 0) + 1);
    next(begun);
  };
  worker.onerror = () => next(begun);
  const away = [["pointerdown", pressed], ["pointerup", pressed], ["pointercancel", pressed]] as const;
  for (const [name, listener] of away) window.addEventListener(name, listener, true);
  void measure();
  return () => {
    over = true;
    clearTimeout(timer);
    worker.terminate();
    for (const [name, listener] of away) window.removeEventListener(name, listener, true);
  };
}
