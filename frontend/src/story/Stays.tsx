// What stays when something is written anew, and why, said before it is done.
import type { Film } from "../document/select";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import type { Staying } from "./useOutlook";

const SHOWN = 6; // rows: more are counted

/** Nothing while it is not known. */
export function Stays({ staying, film, scene }: { readonly staying: Staying | null; readonly film: Film; readonly scene: boolean }) {
  const t = useWords();
  if (!staying) return <p className="note stays" role="status">…</p>;
  const named = staying.stays.map(({ id, why }) => {
    const own = film.scenes.find((one) => one.scene.id === id)?.scene;
    const shot = film.byId.get(id);
    const name = own ? `${own.number} ${own.heading || t("board.noHeading")}` : shot?.slate ?? "";
    return { id, why, name, more: shot?.shot.action ?? "" };
  }).filter((one) => one.name !== "");
  const goes = scene ? t("story.goesShots", { shots: staying.shots }) : t("story.goes", { scenes: staying.scenes, shots: staying.shots });
  return (
    <div className="stays" role="status">
      {staying.scenes + staying.shots > 0 ? <p>{goes} {t("story.back")}</p> : null}
      {named.length > 0 ? (
        <>
          <p><b>{t(scene ? "story.staysShots" : "story.staysScenes", { count: named.length })}</b></p>
          <ul>
            {named.slice(0, SHOWN).map((one) => (
              <li key={one.id}><span className="stays-name">{one.name}</span> <span className="note">{t(`story.why.${one.why}` as Key)}</span>{one.more ? <span className="stays-more note"> {one.more}</span> : null}</li>
            ))}
          </ul>
          {named.length > SHOWN ? <p className="note">{t("story.staysMore", { count: named.length - SHOWN })}</p> : null}
        </>
      ) : <p className="note">{t(scene ? "story.staysNoShot" : "story.staysNothing")}</p>}
    </div>
  );
}
