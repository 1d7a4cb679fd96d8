// What the picture follows: the frame on which the shot before ended, or the animatic of the shot itself, so that framing and blocking stay.
import { useState } from "react";
import { usePanels } from "../api/queries";
import type { Film, ShotInFilm } from "../document/select";
import { useOpenFilm } from "../film/context";
import { Segments } from "../forms/Control";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { alike, directionOf, type GuideKind } from "./direction";
import { GuidePicture } from "./GuidePicture";
import { STRENGTH } from "./numbers";
import { direct } from "./write";

interface Props {
  readonly is: "continues" | "animatic";
  readonly shots: readonly ShotInFilm[];
  readonly film: Film;
  readonly guides: readonly GuideKind[];
}

/** One of both. */
export function Follow({ is, shots, film, guides }: Props) {
  return is === "continues" ? <Continues shots={shots} film={film} /> : <Animatic shots={shots} guides={guides} />;
}

function Continues({ shots, film }: { readonly shots: readonly ShotInFilm[]; readonly film: Film }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  const all = shots.map((one) => directionOf(one.shot.direction).continues);
  const on = all.every(Boolean);
  const [only] = shots;
  const own = shots.length === 1 ? (film.scenes.find((each) => each.scene.id === only?.shot.scene)?.shots ?? []) : []; // a scene begins anew
  const before = own[own.findIndex((one) => one.shot.id === only?.shot.id) - 1];
  const first = shots.length === 1 && before === undefined;
  const url = before ? panels.data?.get(before.shot.id)?.url : undefined;
  return (
    <label className={first ? "check continues off" : "check continues"} title={t("dir.continuesHelp")}>
      <input
        type="checkbox" checked={on} disabled={first && !on} ref={(box) => void (box && (box.indeterminate = !on && all.some(Boolean)))}
        onChange={(event) => direct(t("dir.continues"), shots, { continues: event.target.checked })}
      />
      <span>{before ? t("dir.continuesFrom", { slate: before.slate }) : first ? t("dir.continuesFirst") : t("dir.continues")}</span>
      {url ? <img src={url} alt="" className={on ? "" : "faint"} /> : null}
    </label>
  );
}

function Animatic({ shots, guides }: { readonly shots: readonly ShotInFilm[]; readonly guides: readonly GuideKind[] }) {
  const t = useWords();
  const [draft, setDraft] = useState<number | null>(null);
  const all = shots.map((one) => directionOf(one.shot.direction).animatic);
  const kind = alike(all.map((one) => one?.kind ?? ""));
  const strength = alike(all.map((one) => one?.strength ?? 1)) ?? 1;
  const [only] = shots;
  return (
    <div className="animatic">
      <Segments
        label={t("dir.animatic")} help={t("dir.animaticHelp")} value={kind ?? null}
        options={[{ value: "", label: t("dir.guide.none") }, ...guides.map((each) => ({ value: each, label: t(`dir.guide.${each}`) }))]}
        onChange={(next) => direct(t("dir.animatic"), shots, ({ animatic }) => ({ animatic: next ? { kind: next as GuideKind, strength: animatic?.strength ?? 1 } : null }))}
      />
      {kind ? (
        <>
          <NumberRow
            field={STRENGTH} label={t("dir.strength")} help={t("dir.animaticStrengthHelp")} unit="%" value={draft ?? Math.round(strength * 100)}
            onChange={(value, moving) => {
              setDraft(moving ? value : null);
              if (!moving) direct(t("dir.animatic"), shots, ({ animatic }) => ({ animatic: animatic && { ...animatic, strength: value / 100 } }));
            }}
          />
          {shots.length === 1 && only ? <GuidePicture one={only} kind={kind as GuideKind} strength={(draft ?? strength * 100) / 100} /> : null}
        </>
      ) : null}
    </div>
  );
}
