// Who else has this film open: a round letter in their colour; a click shows what they have chosen.
import { useDocument } from "../document/store";
import { filmOf, shotAt } from "../document/select";
import { useLink } from "../document/sync";
import { useWords } from "../i18n";
import { bringIntoSight } from "../view/reach";

const SHOWN = 4;

/** The colleagues of the top bar; nothing while one is alone. */
export function Colleagues() {
  const t = useWords();
  const people = useLink((state) => state.people);
  const all = Object.entries(people);
  if (all.length === 0) return null;
  const names = all.map(([, who]) => who.user).join(", ");
  return (
    <span className="colleagues" role="group" aria-label={t("people.here", { names })}>
      {all.slice(0, SHOWN).map(([client, who]) => (
        <button
          key={client} type="button" className="colleague" style={{ background: who.colour }} aria-label={t("people.goto", { name: who.user })}
          title={t("people.goto", { name: who.user })}
          onClick={() => {
            const film = filmOf(useDocument.getState().records);
            const shot = who.selection[0] ?? who.at?.shot ?? (who.frame === null ? undefined : shotAt(film, who.frame)?.shot.id);
            if (shot) bringIntoSight({ shot }, false);
          }}
        >
          {[...who.user][0]?.toUpperCase()}
        </button>
      ))}
      {all.length > SHOWN ? <span className="colleague more">+{all.length - SHOWN}</span> : null}
    </span>
  );
}
