// How many frames pass in a second: the usual ones, or any fraction as somebody writes it.
import { useState } from "react";
import { useWords } from "../i18n";
import { RATES, rateFrom, rateText } from "./sizes";

/** The frame rate. */
export function Rate({ value, onWrite, onWrong }: { value: string; onWrite: (rate: string) => void; onWrong: (wrong: boolean) => void }) {
  const t = useWords();
  const usual = RATES.some((one) => one === value);
  const [own, setOwn] = useState(!usual);
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && rateFrom(typed) === null;
  return (
    <fieldset className="sides">
      <legend>{t("set.rate")}</legend>
      {RATES.map((one) => (
        <label key={one} className={!own && value === one ? "side on" : "side"}>
          <input
            type="radio" name="rate" checked={!own && value === one}
            onChange={() => {
              setOwn(false);
              setTyped(null);
              onWrong(false);
              onWrite(one);
            }}
          />
          <span className="timecode">{rateText(one)}</span>
        </label>
      ))}
      <label className={own ? "side on" : "side"}>
        <input type="radio" name="rate" checked={own} onChange={() => setOwn(true)} />
        <span>{t("set.rateOwn")}</span>
      </label>
      {own ? (
        <span className="own-rate">
          <input
            type="text" aria-label={t("set.rateOwn")} value={typed ?? (usual ? rateText(value) : value)} maxLength={20} aria-invalid={wrong} aria-describedby="set-rate-said"
            onChange={(event) => {
              setTyped(event.target.value);
              const rate = rateFrom(event.target.value);
              onWrong(rate === null);
              if (rate) onWrite(rate);
            }}
          />
          <small id="set-rate-said" className={wrong ? "failed" : ""}>{wrong ? t("set.badRate") : typed !== null ? value : ""}</small>
        </span>
      ) : null}
    </fieldset>
  );
}
