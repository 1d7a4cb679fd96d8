// The shape and the size of the picture: frames drawn as they are, the short side, or any pixels.
import { useState } from "react";
import { useWords } from "../i18n";
import { fits, MOST, pixelsFrom, ratioFrom, shapeOf, SHAPES, SIDES, sizeOf } from "./sizes";
import type { Draft } from "./draft";

interface Props {
  readonly draft: Draft;
  readonly onWrite: (part: Partial<Draft>) => void;
  readonly onWrong: (wrong: boolean) => void;
}

const WIDE = 60; // px: what a drawn frame fits into
const TALL = 44;

/** A frame of this ratio, drawn. */
function Frame({ ratio }: { ratio: number }) {
  const width = Math.min(WIDE, TALL * ratio);
  return <span className="drawn-frame" style={{ width, height: width / ratio }} />;
}

/** Presets and any other. */
export function Shape({ draft, onWrite, onWrong }: Props) {
  const t = useWords();
  const size = { width: draft.width, height: draft.height };
  const known = shapeOf(size);
  const [own, setOwn] = useState(known === null);
  const [typed, setTyped] = useState<string | null>(null);
  const shape = own ? null : known;
  const side = Math.min(size.width, size.height);
  const ratio = shape ? (SHAPES[shape] ?? 1) : size.width / size.height;
  const sides = SIDES.some((one) => one === side) ? [...SIDES] : [...SIDES, side].sort((one, other) => one - other);
  const wrong = typed !== null && ratioFrom(typed) === null;
  return (
    <>
      <fieldset className="frames">
        <legend>{t("set.shape")}</legend>
        {Object.entries(SHAPES).map(([name, value]) => (
          <label key={name} className={shape === name ? "frame on" : "frame"}>
            <input
              type="radio" name="shape" checked={shape === name}
              onChange={() => {
                setOwn(false);
                setTyped(null);
                onWrong(false);
                onWrite(sizeOf(value, side));
              }}
            />
            <span className="frame-box"><Frame ratio={value} /></span>
            <span>{name}</span>
          </label>
        ))}
        <label className={shape === null ? "frame on" : "frame"}>
          <input type="radio" name="shape" checked={shape === null} onChange={() => setOwn(true)} />
          <span className="frame-box"><Frame ratio={shape === null ? ratio : 1.85} /></span>
          <span>{t("set.any")}</span>
        </label>
      </fieldset>
      {shape === null ? (
        <div className="set-pair">
          <div className="field">
            <label htmlFor="set-ratio">{t("set.ratio")}</label>
            <input
              id="set-ratio" type="text" placeholder={t("set.ratioHint")} value={typed ?? ""} maxLength={20} aria-invalid={wrong} aria-describedby="set-ratio-said"
              onChange={(event) => {
                const text = event.target.value;
                setTyped(text === "" ? null : text);
                const found = text === "" ? size.width / size.height : ratioFrom(text);
                onWrong(found === null);
                if (found !== null && text !== "") onWrite(sizeOf(found, side));
              }}
            />
            <small id="set-ratio-said" className={wrong ? "failed" : ""}>{wrong ? t("set.badRatio") : ""}</small>
          </div>
          <div className="pair">
            <Pixels key={`w${size.width}`} label={t("set.width")} value={size.width} onWrite={(width) => onWrite({ width })} />
            <Pixels key={`h${size.height}`} label={t("set.height")} value={size.height} onWrite={(height) => onWrite({ height })} />
          </div>
        </div>
      ) : null}
      <fieldset className="sides">
        <legend>{t("set.size")} <span className="timecode">{size.width} × {size.height}</span></legend>
        {sides.map((one) => {
          const possible = fits(ratio, one);
          return (
            <label key={one} className={one === side ? "side on" : "side"} title={possible ? t("set.side", { side: one }) : t("set.tooLong", { most: MOST })}>
              <input type="radio" name="side" checked={one === side} disabled={!possible && one !== side} onChange={() => onWrite(sizeOf(ratio, one))} />
              <span className="timecode">{one}</span>
            </label>
          );
        })}
      </fieldset>
    </>
  );
}

function Pixels({ label, value, onWrite }: { label: string; value: number; onWrite: (value: number) => void }) {
  const t = useWords();
  const write = (text: string): void => {
    const pixels = pixelsFrom(text);
    if (pixels !== null && pixels !== value) onWrite(pixels);
  };
  return (
    <label className="field">
      <span className="said">{label} ({t("set.pixels")})</span>
      <input
        type="text" inputMode="numeric" defaultValue={value} onBlur={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") write(event.currentTarget.value);
        }}
      />
    </label>
  );
}
