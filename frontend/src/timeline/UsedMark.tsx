// The line beneath a card's picture: which part of its take the cut uses; only where the cut is an editor's own.
import type { ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useWords } from "../i18n";
import { usedIn } from "./used";
import "./used.css";

export function UsedMark({ one }: { readonly one: ShotInFilm }) {
  const t = useWords();
  const own = useDocument((state) => usedIn(state.records) !== null);
  const used = useDocument((state) => usedIn(state.records)?.get(one.shot.id) ?? null);
  if (!own) return null;
  const whole = Math.max(one.shot.frames, ...(used?.stretches.map(([, to]) => to) ?? []));
  if (used && used.frames >= whole) return null;
  const words = used ? t("tl.onCard", { used: used.frames, whole }) : t("tl.offCard");
  return (
    <span className={used ? "used-mark" : "used-mark none"} role="img" aria-label={words} title={words}>
      {(used?.stretches ?? []).map(([from, to]) => <i key={from} style={{ left: `${(from / whole) * 100}%`, width: `${((to - from) / whole) * 100}%` }} />)}
    </span>
  );
}
