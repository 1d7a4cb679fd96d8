// Colleagues on a card: a border in their colour with their name where they chose it, an arrow where they point.
import { useCallback } from "react";
import { type Colleague, useLink } from "../document/sync";
import { useWords } from "../i18n";

/** Who else is at this shot. */
export function Visitors({ shot }: { shot: string }) {
  const t = useWords();
  const people = useLink(useCallback((state) => state.people, []));
  const all = Object.entries(people);
  const choosing = all.filter(([, who]) => who.selection.includes(shot));
  const pointing = all.filter(([, who]) => who.at?.shot === shot);
  const [first] = choosing;
  return (
    <>
      {first ? <span className="visit" style={{ borderColor: first[1].colour }} aria-hidden /> : null}
      {choosing.length > 0 ? (
        <span className="visitors">
          {choosing.slice(0, 3).map(([client, who]) => (
            <span key={client} className="visitor" style={{ background: who.colour }} title={t("board.here", { name: who.user })}>{who.user}</span>
          ))}
        </span>
      ) : null}
      {pointing.map(([client, who]) => <Arrow key={client} who={who} />)}
    </>
  );
}

function Arrow({ who }: { who: Colleague }) {
  if (!who.at) return null;
  return (
    <span className="pointing" aria-hidden style={{ left: `${who.at.x / 10}%`, top: `${who.at.y / 10}%`, color: who.colour }}>
      <svg width={14} height={16} viewBox="0 0 14 16"><path d="M1 1v12l3.500-3 2.200 5 2.300-1-2.200-4.800H12z" fill="currentColor" stroke="#0e0f11" strokeWidth={1} /></svg>
      <b style={{ background: who.colour }}>{who.user}</b>
    </span>
  );
}
