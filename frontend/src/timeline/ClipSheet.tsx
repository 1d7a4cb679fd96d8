// The numbers of chosen clips: speed, gain, fades, place between the speakers.
import { useWords } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { setFields, speedTo } from "./act";
import type { Current } from "./current";
import { ratioOf, speedText } from "./edits/speed";

export function ClipSheet({ current, ids, onClose }: { readonly current: Current; readonly ids: readonly string[]; readonly onClose: () => void }) {
  const t = useWords();
  const clips = ids.flatMap((id) => current.rows.clips.get(id) ?? []);
  const [one] = clips;
  if (!one) return null;
  const sounds = clips.filter((clip) => current.rows.tracks.find((track) => track.id === clip.track)?.kind !== "picture");
  const heard = sounds[0];
  const { over, under } = ratioOf(one.speed);
  const sound = sounds.map((clip) => clip.id);
  const most = Math.min(...sounds.map((clip) => clip.frames));
  const field = (label: string, value: number, unit: string, low: number, high: number, step: number, write: (value: number) => void): React.ReactElement => (
    <label className="tl-number">
      <span>{label}</span>
      <span>
        <input
          type="number" key={value} defaultValue={value} min={low} max={high} step={step}
          onBlur={(event) => {
            const typed = Number(event.target.value);
            if (event.target.value !== "" && Number.isFinite(typed) && typed !== value) write(Math.max(low, Math.min(high, typed)));
          }}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
        <small>{unit}</small>
      </span>
    </label>
  );
  return (
    <Dialog title={t("tl.clipTitle")} onClose={onClose}>
      <div className="tl-numbers">
        {one.tone ? null : field(t("tl.speedField"), Math.round((over / under) * 100), "%", -6400, 6400, 5, (value) => {
          const [a, b] = speedText(Math.round(value), 100).split("/").map(Number);
          speedTo(ids, a ?? 1, b ?? 1);
        })}
        {heard ? (
          <>
            {field(t("tl.gain"), heard.gain, "dB", -60, 12, 0.5, (gain) => setFields(sound, { gain }))}
            {field(t("tl.pan"), Math.round(heard.pan * 100), "", -100, 100, 5, (pan) => setFields(sound, { pan: pan / 100 }))}
            {field(t("tl.fadeIn"), heard.fade_in, t("tl.frames"), 0, Math.max(0, most - heard.fade_out), 1, (value) => setFields(sound, { fade_in: Math.round(value) }))}
            {field(t("tl.fadeOut"), heard.fade_out, t("tl.frames"), 0, Math.max(0, most - heard.fade_in), 1, (value) => setFields(sound, { fade_out: Math.round(value) }))}
          </>
        ) : null}
      </div>
      <p className="tl-hint">{t(one.speed === "1/1" ? "tl.clipHint" : "tl.speedHint")}</p>
    </Dialog>
  );
}
