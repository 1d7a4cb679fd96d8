// What the model gets: the words as they will be sent, the pictures, the guides, and what of the direction it cannot take.
import type { ShotInFilm } from "../document/select";
import { useLanguage, useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { en } from "../i18n/en";
import { Foreign } from "./Foreign";
import { ReferenceChip } from "./References";
import { useBrief } from "./useBrief";

/** The brief, as it is sent. */
export function Gets({ one }: { readonly one: ShotInFilm }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const { brief, failed, old } = useBrief(one.shot.id);
  if (failed) return <p className="note" role="status">{t("dir.getsFailed")}</p>;
  if (!brief) return <p className="note" role="status">{t("common.loading")}</p>;
  const guide = (kind: string): string => (`dir.guide.${kind}` in en ? t(`dir.guide.${kind}` as Key) : kind);
  const rest = [
    brief.begins === "shot" ? t("dir.getsContinues") : brief.begins === "picture" ? t("dir.getsFirst") : "",
    brief.ends ? t("dir.getsLast") : "",
    brief.held.length > 0 ? t("dir.getsHeld", { frames: brief.held.map((frame) => frame + 1).join(t("cast.comma")) }) : "",
    brief.over === "" ? "" : t(brief.over === "clip" ? "dir.getsOverClip" : "dir.getsOverAnimatic"),
    brief.within === "" ? "" : t("dir.getsWithin", { name: brief.within }),
    brief.tracks > 0 ? t("dir.getsTracks", { count: brief.tracks }) : "",
    ...brief.adapters.map((each) => t("dir.getsAdapter", { name: each.name, percent: Math.round(each.strength * 100) })),
  ].filter(Boolean);
  return (
    <div className={old ? "gets old" : "gets"}>
      <h4>{t("dir.getsWords")}</h4>
      <p className="prompt" lang={brief.prompt.language}>{brief.prompt.words || "–"}</p>
      {brief.foreign ? <Foreign one={one} foreign={brief.foreign} /> : null}
      {brief.negative ? <><h4>{t("param.negative")}</h4><p className="prompt">{brief.negative}</p></> : null}
      {brief.references.length > 0 ? (
        <><h4>{t("dir.getsPictures")}</h4><ul className="reference-chips">{brief.references.map((each) => <ReferenceChip key={each.digest} digest={each.digest} of={each.of} />)}</ul></>
      ) : null}
      {brief.guides.length > 0 ? <><h4>{t("dir.getsGuides")}</h4><p>{brief.guides.map(guide).join(t("cast.comma"))}</p></> : null}
      {rest.length > 0 ? <><h4>{t("dir.getsBesides")}</h4><ul className="brief-notes plain">{rest.map((words) => <li key={words}>{words}</li>)}</ul></> : null}
      {brief.notes.length > 0 ? <ul className="brief-notes">{brief.notes.map((note, at) => <li key={`${note.code} ${String(at)}`}>{note.words[language] ?? note.words["en"]}</li>)}</ul> : null}
    </div>
  );
}
