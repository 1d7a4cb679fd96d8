// The controls beneath the picture: to and fro, speed, marks, loop, loudness, subtitles, a still, the whole screen.
import type { Film } from "../document/select";
import { shotAt } from "../document/select";
import type { ProjectFields } from "../document/store";
import { useOpenFilm } from "../film/context";
import { rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { ScopeButton } from "../scopes/PlayerScope";
import { select, useView } from "../view/store";
import { Counter } from "./Counter";
import { playback } from "./playback";
import { mark, markedRange, settle, usePlayer } from "./store";
import { saveStill } from "./still";
import { timecodeOf } from "./timecode";
import { clearMarks, nextLoop } from "./verbs";

interface Props {
  readonly film: Film;
  readonly project: ProjectFields;
  readonly onFull: () => void;
}

/** One row of controls. */
export function Transport({ film, project, onFull }: Props) {
  const t = useWords();
  const { reel } = useOpenFilm();
  const rate = rateOf(project.rate);
  const { captions, muted, volume, loop, from, to } = usePlayer();
  const playing = useView((state) => state.playing);
  const { frames } = film;
  const none = !reel || frames === 0;
  const range = markedRange({ from, to }, frames);
  return (
    <div className="row controls">
      <IconButton icon="start" label={t("player.start")} shortcut="Home" disabled={none} onClick={() => playback.seek(0)} />
      <IconButton icon="frameBack" label={t("player.back")} shortcut="," disabled={none} onClick={() => playback.step(-1)} />
      <IconButton
        className="big" icon={playing ? "pause" : "play"} label={t(playing ? "player.pause" : "player.play")}
          shortcut={t("key.space")}
        disabled={none} onClick={() => playback.toggle()}
      />
      <IconButton icon="frameOn" label={t("player.on")} shortcut="." disabled={none} onClick={() => playback.step(1)} />
      <Counter frames={frames} rate={rate} />
      <Speed />
      <span className="marks" role="group" aria-label={t("player.marks")}>
        <IconButton icon="markIn" label={t("player.markIn")} shortcut="I" aria-pressed={from !== null} disabled={none}
          onClick={() => mark("from", useView.getState().frame)} />
        <IconButton icon="markOut" label={t("player.markOut")} shortcut="O" aria-pressed={to !== null} disabled={none}
          onClick={() => mark("to", useView.getState().frame)} />
        {range ? (
          <button type="button" className="button quiet range timecode" title={t("player.unmark")}
            aria-label={t("player.unmark")} onClick={() => clearMarks()}>
            {t("player.marked", { length: timecodeOf(range.end - range.start, rate) })} <Icon name="close" size={12} />
          </button>
        ) : null}
      </span>
      <button
        type="button" className={loop === "off" ? "icon-button loop" : "icon-button loop on"}
          aria-label={t(`player.loop.${loop}` as Key)} title={`${t(`player.loop.${loop}` as Key)} (⇧ L)`}
        disabled={none} onClick={nextLoop}
      >
        <Icon name="loop" />{loop === "off" ? null : <small>{t(`player.loops.${loop}` as Key)}</small>}
      </button>
      <span className="space" />
      <Now film={film} />
      <IconButton icon="caption" label={t("player.captions")} aria-pressed={captions}
        onClick={() => settle({ captions: !captions })} />
      <span className="volume">
        <IconButton icon={muted || volume === 0 ? "muted" : "sound"} label={t(muted ? "player.unmute" : "player.mute")}
          shortcut="⇧ M" aria-pressed={!muted} onClick={() => settle({ muted: !muted })} />
        <input
          type="range" min={0} max={100} step={5} value={muted ? 0 : Math.round(volume * 100)} aria-label={t("player.volume")}
            title={t("player.volume")}
          onChange={(event) => settle({ volume: Number(event.target.value) / 100, muted: false })}
        />
      </span>
      <IconButton icon="camera" label={t("player.still")} shortcut="⇧ S" disabled={none}
        onClick={() => void saveStill(project.title, rate)} />
      <ScopeButton />
      <IconButton icon="full" label={t("player.full")} shortcut="⇧ F" onClick={onFull} />
    </div>
  );
}

function Speed() {
  const t = useWords();
  const speed = usePlayer((state) => state.speed);
  if (speed === 0 || speed === 1) return null;
  return <span className="speed timecode" role="status">{t(speed < 0 ? "player.backward" : "player.forward", { speed: Math.abs(speed) })}</span>;
}

/** The shot on screen; choosing it opens it in the inspector. */
function Now({ film }: { film: Film }) {
  const t = useWords();
  const slate = useView((state) => shotAt(film, state.frame)?.slate ?? "");
  if (!slate) return null;
  return (
    <button
      type="button" className="button quiet now" title={t("player.choose", { slate })}
      onClick={() => {
        const here = shotAt(film, useView.getState().frame);
        if (here) select(here.shot.id);
      }}
    >
      {slate}
    </button>
  );
}

