// What is chosen for a cut: delivery, part of the film, subtitles, slate, a word for this version.
import { usePresets } from "../api/queries";
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { lengthOf, rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { en } from "../i18n/en";
import { type Size, sizeOf } from "../settings/sizes";
import type { Range } from "../player/clock";
import { timecodeOf } from "../player/timecode";
import { type Captions, type Chosen, type Part, scenesRange } from "./wish";

interface Props {
  readonly chosen: Chosen;
  readonly marked: Range | null;
  readonly film: Film;
  readonly project: ProjectFields;
  readonly onChange: (set: Partial<Chosen>) => void;
}

const sizeWords = ({ width, height }: Size): string => `${width}×${height}`;

/** The form. */
export function CutForm({ chosen, marked, film, project, onChange }: Props) {
  const t = useWords();
  const presets = usePresets();
  const preset = presets.data?.find((one) => one.id === chosen.preset);
  const enlarges = preset !== undefined && preset.handed === null && preset.short_side > Math.min(project.width, project.height);
  const rate = rateOf(project.rate);
  const scenes = film.scenes.filter((one) => one.frames > 0);
  const range = scenesRange(film.scenes, chosen.first, chosen.last);
  const said = (one: Range): string => `${timecodeOf(one.start, rate)} – ${timecodeOf(one.end - 1, rate)} · ${lengthOf(one.end - one.start, rate)}`;
  const parts: readonly (readonly [Part, string, boolean])[] = [
    ["whole", lengthOf(film.frames, rate), true],
    ["marked", marked ? said(marked) : t("cut.markFirst"), marked !== null],
    ["scenes", range ? said(range) : "", scenes.length > 1],
  ];
  return (
    <>
      {[false, true].map((handed) => (
      <div key={String(handed)} className="presets" role="radiogroup" aria-label={t(handed ? "cut.turnover" : "cut.preset")}>
        {handed ? <p className="presets-of">{t("cut.turnover")}</p> : null}
        {(presets.data ?? []).filter((one) => (one.handed !== null) === handed).map((one) => (
          <label key={one.id} className={one.id === chosen.preset ? "preset on" : "preset"}>
            <input type="radio" name="preset" value={one.id} checked={one.id === chosen.preset}
              onChange={() => onChange({ preset: one.id })} />
            <strong>{`preset.${one.id}` in en ? t(`preset.${one.id}` as Key) : one.title}</strong>
            <span>{one.handed !== null ? t(`cut.handed.${one.handed}` as Key)
              : `${sizeWords(one.short_side ? sizeOf(project.width / project.height, one.short_side) : project)} · ${t("cut.loudness", { level: String(one.loudness).replace("-", "−") })}`}</span>
          </label>
        ))}
      </div>
      ))}
      <fieldset className="cut-part">
        <legend>{t("cut.part")}</legend>
        {parts.map(([part, words, can]) => (
          <label key={part} className={can ? "check" : "check off"}>
            <input type="radio" name="part" checked={chosen.part === part} disabled={!can} onChange={() => onChange({ part })} />
            <span>{t(`cut.part.${part}` as Key)}</span>
            <span className="note timecode">{words}</span>
          </label>
        ))}
        {chosen.part === "scenes" ? (
          <p className="row cut-scenes">
            {(["first", "last"] as const).map((end) => (
              <span key={end} className="field">
                <select aria-label={t(`cut.${end}Scene` as Key)} value={chosen[end]}
                  onChange={(event) => onChange({ [end]: event.target.value })}>
                  {scenes.map((one) => <option key={one.scene.id} value={one.scene.id}>{one.scene.number} {one.scene.heading}</option>)}
                </select>
              </span>
            ))}
          </p>
        ) : null}
      </fieldset>
      <div className="cut-fields">
        <div className="field">
          <label htmlFor="cut-captions">{t("player.captions")}</label>
          <select id="cut-captions" value={chosen.captions}
            onChange={(event) => onChange({ captions: event.target.value as Captions })}>
            <option value="usual">{t("cut.usual")}</option>
            {(["off", "track", "burned"] as const).map((one) => <option key={one} value={one}>{t(`captions.${one}`)}</option>)}
          </select>
        </div>
        <div className="field">
          <label htmlFor="cut-slate">{t("cut.slate")}</label>
          <select id="cut-slate" value={chosen.slate}
            onChange={(event) => onChange({ slate: event.target.value as Chosen["slate"] })}>
            <option value="usual">{t("cut.usual")}</option>
            <option value="on">{t("cut.slateOn")}</option>
            <option value="off">{t("cut.slateOff")}</option>
          </select>
        </div>
        {enlarges ? (
          <div className="field">
            <label htmlFor="cut-larger">{t("cut.larger")}</label>
            <select id="cut-larger" value={chosen.larger === "usual" ? preset.larger : chosen.larger}
              onChange={(event) => onChange({ larger: event.target.value as Chosen["larger"] })}>
              <option value="network">{t("cut.larger.network")}</option>
              <option value="lanczos">{t("cut.larger.lanczos")}</option>
            </select>
          </div>
        ) : null}
        <div className="field">
          <label htmlFor="cut-label">{t("cut.label")}</label>
          <input id="cut-label" value={chosen.label} maxLength={80} placeholder={t("cut.labelHint")}
            onChange={(event) => onChange({ label: event.target.value })} />
        </div>
      </div>
    </>
  );
}
