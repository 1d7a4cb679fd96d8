// A scene is written anew from what it tells: how long, by whom, and which of its shots stay.
import { useId, useState } from "react";
import type { Film, SceneInFilm } from "../document/select";
import type { ProjectFields } from "../document/store";
import { rateOf } from "../film/time";
import { set } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { draftScene } from "./act";
import { shownLength } from "./length";
import { LengthField } from "./LengthField";
import { Progress } from "./Progress";
import { ScenePacing } from "./ScenePacing";
import { Stays } from "./Stays";
import { MOST_FRAMES } from "./StoryOptions";
import { useStory, type Wish } from "./store";
import { useSceneOutlook, useStaying } from "./useOutlook";
import "./story.css";

interface Props {
  readonly one: SceneInFilm;
  readonly film: Film;
  readonly project: ProjectFields;
  readonly onClose: () => void;
}

/** Ctrl Enter writes it. */
export function DraftSheet({ one, film, project, onClose }: Props) {
  const t = useWords();
  const [id, by] = [useId(), useId()];
  const { scene } = one;
  const rate = rateOf(project.rate);
  const [outline, setOutline] = useState(scene.outline || scene.synopsis);
  const [frames, setFrames] = useState(scene.length);
  const [breakdown, setBreakdown] = useState<Wish["breakdown"]>("");
  const { telling, problem } = useStory();
  const staying = useStaying(project.id, scene.id);
  const shown = useSceneOutlook(scene.id, outline, frames);
  const busy = telling !== null;
  const lacks = outline.trim() === "";
  const run = async (): Promise<void> => {
    if (lacks || busy) return;
    const changed = { ...(outline !== (scene.outline || scene.synopsis) ? { outline } : {}), ...(frames === 0 && scene.length > 0 ? { length: 0 } : {}) };
    if (Object.keys(changed).length > 0) set("scene", scene.id, changed, t("story.outline"));
    if (await draftScene(project.id, scene.id, frames, breakdown)) onClose();
  };
  return (
    <Dialog title={t("story.draftTitle", { number: scene.number })} onClose={onClose} wide>
      <div
        className="story-sheet"
        onKeyDownCapture={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void run();
        }}
      >
        <div className="field">
          <label htmlFor={id}>{t("story.outline")}</label>
          <textarea id={id} rows={5} maxLength={20_000} value={outline} placeholder={t("story.outlineHint")} onChange={(event) => setOutline(event.target.value)} />
        </div>
        <div className="row wrap story-options">
          <LengthField label={t("story.sceneLength")} value={frames} rate={rate} bare="s" most={MOST_FRAMES} usual={t("story.asItNeeds")} onWrite={setFrames} />
          <span className="note story-now">{t("story.now", { count: one.shots.length, length: shownLength(one.frames, rate) })}</span>
          {staying?.model ? (
            <div className="field story-by">
              <label htmlFor={by}>{t("story.by")}</label>
              <select id={by} value={breakdown || "endpoint"} onChange={(event) => setBreakdown(event.target.value === "rules" ? "rules" : "")}>
                <option value="endpoint">{t("story.byModel", { name: staying.model })}</option>
                <option value="rules">{t("story.byRules")}</option>
              </select>
            </div>
          ) : null}
        </div>
        <div className="scene-pacing-place">
          {shown ? <ScenePacing now={one.shots.map((each) => each.shot.frames)} then={shown} rate={rate} /> : null}
        </div>
        <Stays staying={staying} film={film} scene />
        <footer className="story-foot">
          {telling ? <Progress telling={telling} /> : <span className={problem ? "story-problem" : "note"} role="status">{problem || (lacks ? t("story.lacksOutline") : t("story.oneUndo"))}</span>}
          <span className="space" />
          <Button onClick={onClose}>{t(busy ? "story.goOn" : "common.cancel")}</Button>
          <Button kind="act" disabled={lacks || busy} onClick={() => void run()}>{t("story.draftAct")}</Button>
        </footer>
      </div>
    </Dialog>
  );
}
