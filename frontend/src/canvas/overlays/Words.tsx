// A thing by its name: what was found stands on the picture as boxes to choose from, the best one is taken with Enter.
import { useEffect, useRef } from "react";
import { create } from "zustand";
import { ApiProblem } from "../../api/client";
import { useWords } from "../../i18n";
import { problemWords } from "../../i18n/problems";
import { find, type Found } from "../api";
import { withBox } from "../maskKeys";
import { say } from "../say";
import { useCanvas } from "../store";
import { toScreen, type ViewBox } from "../view";

interface Finding {
  readonly words: string;
  readonly frame: number;
  readonly state: "none" | "asked" | "found" | "failed";
  readonly found: Found["found"];
  readonly at: number;
  readonly why: string;
}

const blank: Finding = { words: "", frame: -1, state: "none", found: [], at: 0, why: "" };
export const useFinding = create<Finding>(() => blank);
const AGAIN = 400; // ms between two questions while it is being found
const PATIENCE = 120_000;
let turn = 0;

/** Look for what these words name in the frame on screen. */
async function search(words: string): Promise<void> {
  const { shot, frame } = useCanvas.getState();
  const mine = ++turn;
  if (!shot || words.trim() === "") return useFinding.setState({ ...blank, words });
  useFinding.setState({ ...blank, words, frame, state: "asked" });
  const since = performance.now();
  try {
    for (;;) {
      const answer = await find(shot, frame, words.trim());
      if (mine !== turn) return;
      if (answer.made.status === "done") return useFinding.setState({ state: "found", found: answer.found, at: 0 });
      if (answer.made.status === "failed" || performance.now() - since > PATIENCE) {
        return useFinding.setState({ state: "failed", why: answer.made.problem ? problemWords({ ...answer.made.problem, detail: null }) : "" });
      }
      await new Promise((done) => setTimeout(done, AGAIN));
      if (mine !== turn) return;
    }
  } catch (problem) {
    if (mine === turn) useFinding.setState({ state: "failed", why: problem instanceof ApiProblem ? problemWords(problem) : "" });
  }
}

/** Make a layer of one of those that were found. */
function takeFound(place: number): void {
  const { found, words, frame } = useFinding.getState();
  const one = found[place];
  if (!one || frame !== useCanvas.getState().frame) return;
  const [left, top, right, bottom] = one.box as [number, number, number, number];
  say([(left + right) / 2, (top + bottom) / 2], () => withBox(null, [left, top, right, bottom], words.trim()), { anew: true, words: words.trim() });
  useFinding.setState({ found: found.filter((_, at) => at !== place), at: 0, ...(found.length > 1 ? {} : { state: "none" as const }) });
}

/** The boxes. */
export function WordsOverlay({ view }: { readonly view: ViewBox }) {
  const t = useWords();
  const { found, at, frame } = useFinding();
  const here = useCanvas((state) => state.frame);
  useEffect(() => {
    if (frame >= 0 && frame !== here) {
      turn++;
      useFinding.setState(({ words }) => ({ ...blank, words }));
    }
  }, [frame, here]);
  return (
    <div className="canvas-overlay">
      {found.map((one, place) => {
        const [left, top, right, bottom] = one.box as [number, number, number, number];
        const [x, y] = toScreen(view, left, top);
        const [x2, y2] = toScreen(view, right, bottom);
        return (
          <button
            key={one.box.join()} type="button" className={place === at ? "found-box best" : "found-box"} style={{ left: x, top: y, width: x2 - x, height: y2 - y }}
            aria-label={t("canvas.words.take", { name: one.name, sure: Math.round(one.sure * 100) })} onFocus={() => useFinding.setState({ at: place })}
            onPointerEnter={() => useFinding.setState({ at: place })} onClick={() => takeFound(place)}
          >
            <span>{one.name} <small className="timecode">{Math.round(one.sure * 100)} %</small></span>
          </button>
        );
      })}
    </div>
  );
}

/** The field for the words. */
export function WordsOptions() {
  const t = useWords();
  const { words, state, found, at, why } = useFinding();
  const field = useRef<HTMLInputElement>(null);
  const typed = useRef("");
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <input
        ref={field} type="text" className="words-field" value={words} placeholder={t("canvas.words.hint")} aria-label={t("canvas.tool.words")} spellCheck={false} maxLength={200}
        onChange={(event) => useFinding.setState({ words: event.target.value })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          event.stopPropagation();
          if (event.key === "Escape") event.currentTarget.blur();
          else if (event.key === "Enter") {
            if (state === "found" && found.length > 0 && typed.current === words.trim()) takeFound(at);
            else {
              typed.current = words.trim();
              void search(words);
            }
          } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
            event.preventDefault();
            useFinding.setState({ at: (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length });
          }
        }}
      />
      <span className="words-said" role="status">
        {state === "asked" ? t("canvas.words.asked") : state === "failed" ? why || t("canvas.words.failed")
          : state === "found" ? (found.length > 0 ? t("canvas.words.found", { count: found.length }) : t("canvas.words.none")) : ""}
      </span>
    </>
  );
}
