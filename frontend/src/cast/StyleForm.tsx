// A style: its words, what it never shows, and which scenes have it.
import type { Style } from "../document/kinds";
import type { Film } from "../document/select";
import { change, set } from "../film/verbs";
import { useWords } from "../i18n";
import type { Entry } from "../library/entries";
import { ponder } from "../library/state";
import { TextField } from "../ui/Field";
import { Seen } from "./Picture";
import { Pictures } from "./Pictures";

/** The form of a style. */
export function StyleForm({ one, film, entry }: { one: Style; film: Film; entry: Entry }) {
  const t = useWords();
  const write = (fields: Parameters<typeof set>[2]): void => {
    ponder(null);
    set("style", one.id, fields, one.name);
  };
  return (
    <>
      {entry.shots.length > 0 ? <figure className="lib-drawn style"><span className="lib-face"><Seen entry={entry} /></span></figure> : null}
      <section>
        <TextField name="name" label={t("cast.name")} value={one.name} limit={120} onWrite={(name) => name.trim() && write({ name: name.trim() })} />
        <TextField label={t("cast.styleDescription")} value={one.description} rows={4} hint={t("cast.styleHint")} limit={4000} onWrite={(description) => write({ description })} />
        <TextField label={t("cast.negative")} value={one.negative} rows={2} hint={t("cast.negativeHint")} limit={4000} onWrite={(negative) => write({ negative })} />
      </section>
      <Pictures kind="style" id={one.id} name={one.name} pictures={one.pictures} note="cast.placePicturesNote" />
      <section>
        <label
          className="check" title={t("cast.everywhereNote")}
          onPointerEnter={() => ponder([{ kind: "style", id: one.id, set: { everywhere: !one.everywhere } }])} onPointerLeave={() => ponder(null)}
        >
          <input type="checkbox" checked={one.everywhere} onChange={(event) => write({ everywhere: event.target.checked })} /> {t("cast.everywhere")}
        </label>
        <p className="note">{t("cast.everywhereNote")}</p>
      </section>
      {film.scenes.length > 0 ? (
        <section>
          <h3>{t("cast.styleScenes")}</h3>
          <ul className="lib-style-scenes">
            {film.scenes.map(({ scene }) => {
              const own = scene.style === one.id;
              const changes = [{ kind: "scene", id: scene.id, set: { style: own ? null : one.id } }];
              return (
                <li key={scene.id}>
                  <label className="check" onPointerEnter={() => ponder(changes)} onPointerLeave={() => ponder(null)}>
                    <input
                      type="checkbox" checked={own}
                      onChange={() => {
                        ponder(null);
                        change(one.name, changes);
                      }}
                    />
                    <span className="timecode">{scene.number}</span> <span className="heading" title={scene.heading}>{scene.heading}</span>
                  </label>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
    </>
  );
}
