// While a story is being told: how far it is where a language model says so, and about how long it will still take.
import { useEffect, useState } from "react";
import { clockText } from "../film/time";
import { useWords } from "../i18n";
import type { Telling } from "./store";

const SOON = 700; // ms: what is done by then needs no picture of its progress

/** A bar and a line. */
export function Progress({ telling }: { readonly telling: Telling }) {
  const t = useWords();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const took = now - telling.since;
  if (took < SOON) return null;
  const { done, of } = telling;
  const known = of > 0;
  const left = done > 1 ? Math.ceil(((took / done) * (of - done)) / 1000) : null; // the first answer says little: it is the outline
  return (
    <span className="story-progress">
      <progress aria-label={t("story.telling")} {...(known ? { max: of, value: done } : {})} />
      <span>
        {known ? t(done === 0 ? "story.outlining" : "story.scenesTold", { done: Math.max(0, done - 1), of: of - 1 }) : t("story.telling")}
        {left !== null && left > 0 ? ` · ${t("story.left", { time: clockText(left) })}` : ` · ${clockText(Math.floor(took / 1000))}`}
      </span>
    </span>
  );
}
