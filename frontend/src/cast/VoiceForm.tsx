// How somebody sounds: language, voice and pace, each of which can be listened to before it is chosen.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, got } from "../api/client";
import type { components } from "../api/schema";
import type { Character } from "../document/kinds";
import { useOpenFilm } from "../film/context";
import { set } from "../film/verbs";
import { useLanguage, useWords } from "../i18n";
import type { Entry } from "../library/entries";
import { hush, listen, nameOf, type Sample, useListening } from "../library/listen";
import { ponder } from "../library/state";
import { IconButton } from "../ui/Button";
import { SelectField } from "../ui/Field";
import { Icon } from "../ui/Icon";

const PACES = { least: 0.8, most: 1.25, step: 0.05 };
const tongue = (language: string): "en" | "zh" => (language.startsWith("zh") ? "zh" : "en");

/** The voice of a character. `suits`: the voice that the words call for. */
export function VoiceForm({ one, entry, filmLanguage, suits }: { one: Character; entry: Entry; filmLanguage: string; suits: string }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const language = useLanguage((state) => state.language);
  const voices = useQuery({ queryKey: ["voices"], queryFn: () => got(client.GET("/api/voices")), staleTime: Infinity });
  const problem = useListening((state) => state.problem);
  const [choosing, setChoosing] = useState(false);
  const [pace, setPace] = useState<number | null>(null);
  useEffect(() => hush, []);
  const speaks = tongue(one.language || filmLanguage);
  const lines = entry.shots.flatMap((shot) => shot.shot.dialogue).filter((line) => line.character === one.id && line.words.trim() !== "");
  const line = lines.find((each) => each.words.length < 120)?.words ?? null;
  const sample = (voice: string, at = one.pace): Sample => ({ voice, language: speaks, pace: at, words: line });
  const mine = (voices.data ?? []).filter((voice) => voice.language === speaks);
  const suiting = (voices.data ?? []).find((voice) => voice.id === suits);
  const current = one.voice || suits;
  const own = one.voice ? mixed(one.voice, voices.data ?? []) : null;
  const title = own ? (own.shift === 0 ? own.name : t(own.shift > 0 ? "cast.voiceHigher" : "cast.voiceLower", { name: own.name })) : t("cast.voiceAuto");
  const words = own ? own.first?.words[language] : [suiting?.title, suiting?.words[language]].filter(Boolean).join(" · ");
  const write = (fields: Parameters<typeof set>[2]): void => {
    ponder(null);
    set("character", one.id, fields, t("cast.voice"));
  };
  const rest = (fields: Parameters<typeof set>[2] | null): void => ponder(fields && [{ kind: "character", id: one.id, set: fields }]);
  return (
    <section className="lib-voice">
      <h3>{t("cast.voice")}</h3>
      <SelectField
        label={t("cast.language")} value={one.language}
        options={[
          { value: "", label: t("cast.asFilm", { language: t(`set.language.${tongue(filmLanguage)}`) }) },
          { value: "en", label: t("set.language.en") }, { value: "zh", label: t("set.language.zh") },
          ...(["", "en", "zh"].includes(one.language) ? [] : [{ value: one.language, label: one.language }]),
        ]}
        onWrite={(value) => write({ language: value })}
      />
      <div className="lib-voice-now">
        {current ? <Listen sample={sample(current)} project={id} name={title} /> : <span className="lib-listen-space" />}
        <span className="told"><b>{title}</b><small>{words}</small></span>
        <button type="button" className="link" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>{t(choosing ? "common.close" : "cast.chooseVoice")}</button>
      </div>
      {problem ? <p className="note failed" role="alert">{t("cast.voiceFailed", { why: problem })}</p> : null}
      {choosing && voices.isError ? <p className="note">{t("cast.noVoices")}</p> : null}
      {choosing ? (
        <div className="lib-voices" role="radiogroup" aria-label={t("cast.voice")}>
          <VoiceRow
            name={t("cast.voiceAuto")} words={[suiting?.title, suiting?.words[language]].filter(Boolean).join(" · ")} on={one.voice === ""} sample={suits ? sample(suits) : null} project={id}
            onRest={(over) => rest(over ? { voice: "" } : null)} onChoose={() => write({ voice: "" })}
          />
          {(["female", "male"] as const).map((gender) => {
            const own = mine.filter((voice) => voice.gender === gender);
            return own.length > 0 ? (
              <div key={gender} role="presentation">
                <h4>{t(gender === "female" ? "cast.women" : "cast.men")}</h4>
                {own.map((voice) => (
                  <VoiceRow
                    key={voice.id} name={voice.title} words={voice.words[language] ?? ""} on={one.voice === voice.id} sample={sample(voice.id)} project={id}
                    onRest={(over) => rest(over ? { voice: voice.id } : null)} onChoose={() => write({ voice: voice.id })}
                  />
                ))}
              </div>
            ) : null;
          })}
        </div>
      ) : null}
      <label className="lib-pace">
        <span>{t("cast.pace")} <span className="timecode">×{(pace ?? one.pace).toFixed(2)}</span></span>
        <span className="row">
          <small>{t("cast.paceSlow")}</small>
          <input
            type="range" min={PACES.least} max={PACES.most} step={PACES.step} value={pace ?? one.pace} aria-valuetext={`×${(pace ?? one.pace).toFixed(2)}`}
            onChange={(event) => {
              setPace(Number(event.target.value));
              rest({ pace: Number(event.target.value) });
            }}
            onPointerUp={() => keepPace()} onBlur={() => keepPace()} onKeyUp={() => keepPace()} onDoubleClick={() => write({ pace: 1 })}
          />
          <small>{t("cast.paceFast")}</small>
          {current ? <Listen sample={sample(current, pace ?? one.pace)} project={id} name={t("cast.pace")} /> : null}
        </span>
      </label>
    </section>
  );

  function keepPace(): void {
    if (pace !== null && pace !== one.pace) write({ pace: Math.round(pace * 100) / 100 });
    setPace(null);
    ponder(null);
  }
}

type Speaker = components["schemas"]["SpeakerOut"];

/** A voice id as people read it: several speakers mixed (`a&b`), higher or lower by semitones (`a+3`). */
function mixed(voice: string, all: readonly Speaker[]): { name: string; shift: number; first: Speaker | undefined } {
  const [, names = voice, shift = "0"] = /^(.*?)([+-]\d)?$/.exec(voice.replace(/^kokoro\//, "")) ?? [];
  const speakers = names.split("&").map((id) => all.find((one) => one.id === id) ?? id);
  const name = speakers.map((one) => (typeof one === "string" ? one : one.title)).join(" + ");
  return { name, shift: Number(shift), first: speakers.flatMap((one) => (typeof one === "string" ? [] : one))[0] };
}

interface RowProps {
  readonly name: string;
  readonly words: string;
  readonly on: boolean;
  readonly sample: Sample | null;
  readonly project: string;
  readonly onRest: (over: boolean) => void;
  readonly onChoose: () => void;
}

function VoiceRow({ name, words, on, sample, project, onRest, onChoose }: RowProps) {
  return (
    <div className={on ? "lib-voice-row on" : "lib-voice-row"} onPointerEnter={() => onRest(true)} onPointerLeave={() => onRest(false)}>
      {sample ? <Listen sample={sample} project={project} name={name} /> : <span className="lib-listen-space" />}
      <button type="button" role="radio" aria-checked={on} onClick={onChoose}>
        <span className="told"><b>{name}</b><small>{words}</small></span>
        {on ? <Icon name="check" /> : null}
      </button>
    </div>
  );
}

/** Hear it, or stop hearing it. */
function Listen({ sample, project, name }: { sample: Sample; project: string; name: string }) {
  const t = useWords();
  const { what, heard } = useListening();
  const mine = what === nameOf(sample);
  return (
    <IconButton
      className={mine && !heard ? "lib-listen lib-waiting-voice" : "lib-listen"} icon={mine && heard ? "pause" : "play"} aria-pressed={mine}
      label={mine ? t(heard ? "cast.stopListening" : "cast.speaking") : t("cast.listen", { name })}
      onClick={() => void listen(project, sample)}
    />
  );
}
