// The takes of a shot: switch, keep, compare, see what made it. Switching is an edit like any other, so undo switches back.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, got } from "../api/client";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import { useScores } from "../deriving/best";
import { useOpenFilm } from "../film/context";
import { CompareSheet } from "./CompareSheet";
import { TakeRow } from "./TakeRow";

const FEW = 6; // as many as are shown before one asks for the rest

/** Newest first. */
export function TakeStrip({ one, rate }: { one: ShotInFilm; rate: string }) {
  const t = useWords();
  const [against, setAgainst] = useState<Take | null>(null);
  const [all, setAll] = useState(false);
  const [base, setBase] = useState<readonly [Take, Take] | null>(null);
  const scores = useScores(useOpenFilm().id);
  const facts = useQuery({
    queryKey: ["takes", one.shot.id, one.takes.length],
    enabled: one.takes.length > 0,
    queryFn: () => got(client.GET("/api/shots/{id}/takes", { params: { path: { id: one.shot.id } } })),
  });
  if (one.takes.length === 0) return <p className="note">{t("takes.none")}</p>;
  const newest = one.takes.toReversed();
  const shown = all ? newest : newest.filter((take, place) => place < FEW || take.id === one.shot.take || take.kept);
  return (
    <>
      <ul className="takes">
        {shown.map((take) => (
          <TakeRow
            key={take.id} one={one} take={take} rate={rate} facts={facts.data?.find((each) => each.id === take.id)}
            score={scores[take.id] ?? null}
            onBase={baseOf(one, take) ? () => setBase([baseOf(one, take) ?? take, take]) : null}
            onCompare={one.take && one.take.id !== take.id ? () => setAgainst(take) : null}
          />
        ))}
      </ul>
      {shown.length < newest.length ? <button type="button" className="link" onClick={() => setAll(true)}>{t("takes.all", { count: newest.length })}</button> : null}
      {against && one.take ? <CompareSheet one={one} now={one.take} other={against} onClose={() => setAgainst(null)} /> : null}
      {base ? <CompareSheet one={one} now={base[0]} other={base[1]} onClose={() => setBase(null)} /> : null}
    </>
  );
}

/** The take that a take was made of, where it is one of this shot. */
const baseOf = (one: ShotInFilm, take: Take): Take | undefined => (take.derived ? one.takes.find((each) => each.id === take.derived?.of) : undefined);
