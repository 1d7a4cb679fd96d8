// Shots as pictures to choose from: one, or several with a tick, scene by scene.
import { usePanels } from "../api/queries";
import type { Film, ShotInFilm } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { Icon } from "../ui/Icon";

interface Props {
  readonly film: Film;
  readonly chosen: readonly string[];
  readonly several: boolean;
  readonly without?: string;
  readonly onChoose: (shot: string) => void;
  readonly fact?: (one: ShotInFilm) => string;
}

/** Every shot of the film. */
export function ShotPicker({ film, chosen, several, without, onChoose, fact }: Props) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panels = usePanels(id);
  return (
    <div className="shot-picker" role={several ? "group" : "radiogroup"} aria-label={t("places.shots")}>
      {film.scenes.filter((scene) => scene.shots.some((one) => one.shot.id !== without)).map(({ scene, shots }) => (
        <section key={scene.id}>
          <h3><span className="timecode">{scene.number}</span> {scene.heading}</h3>
          <ul>
            {shots.filter((one) => one.shot.id !== without).map((one) => {
              const url = panels.data?.get(one.shot.id)?.url;
              const on = chosen.includes(one.shot.id);
              const told = fact?.(one) ?? "";
              return (
                <li key={one.shot.id}>
                  <button
                    type="button" role={several ? "checkbox" : "radio"} aria-checked={on} className={on ? "picked" : ""} title={one.shot.action}
                    aria-label={`${t("shot.shot")} ${one.slate}. ${told}`} onClick={() => onChoose(one.shot.id)}
                  >
                    {url ? <img src={url} alt="" loading="lazy" draggable={false} /> : <Icon name="film" />}
                    <span className="timecode">{one.slate}</span>
                    {on ? <span className="tick"><Icon name="check" size={12} /></span> : null}
                    {told ? <small>{told}</small> : null}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
