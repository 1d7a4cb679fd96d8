// Effects laid over shots as they are done: one edit, sent, and said how many it reached.
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { change } from "../film/verbs";
import { useLanguage, words } from "../i18n";
import { operationName } from "../forms/names";
import { tell, useView } from "../view/store";
import { addEffects, type Carried, readEffects, shotsOf, type Target, written } from "./stack";

/** Lay effects over what is meant, in one edit; `from` is the shot that they come from and have already. */
export function applyEffects(effects: readonly Carried[], target: Target, from = ""): void {
  if (effects.length === 0) return;
  const { records } = useDocument.getState();
  const meant = shotsOf(filmOf(records), target);
  const shots = meant.length > 1 ? meant.filter((id) => id !== from) : meant;
  const { language } = useLanguage.getState();
  const named = effects.map((one) => operationName(language, one.operation)).join(language === "zh" ? "、" : ", ");
  if (shots.length === 0) return tell(words(language, "effects.nowhere"), "failed");
  change(named, addEffects(records, shots, effects, () => crypto.randomUUID()));
  if (shots.length > 1) tell(words(language, "effects.applied", { names: named, count: shots.length }));
}

/** What a drop on this card means: all chosen shots when it is one of them, else itself. */
export function around(shot: string): Target {
  const { selection } = useView.getState();
  return { is: "shots", shots: selection.length > 1 && selection.includes(shot) ? selection : [shot] };
}

const PATIENCE = 500; // ms for a browser that asks first whether the page may read the clipboard: what was copied here is at hand
let copied = ""; // what was copied here, for browsers that do not let a page read the clipboard

/** Copy effects, to paste them onto other shots, also in another window. */
export function copyEffects(effects: readonly Carried[]): void {
  copied = written(effects);
  void navigator.clipboard?.writeText(copied).catch(() => undefined); // refused: pasting within this window still works
  tell(words(useLanguage.getState().language, "effects.copied", { count: effects.length }));
}

/** Paste copied effects onto shots. */
export async function pasteEffects(target: Target, layer?: string): Promise<void> {
  const asked = Promise.resolve(navigator.clipboard?.readText()).catch(() => "");
  const waited = new Promise<string>((done) => setTimeout(() => done(""), PATIENCE));
  const there = readEffects((await (copied === "" ? asked : Promise.race([asked, waited]))) ?? "");
  const effects = there.length > 0 ? there : readEffects(copied);
  if (effects.length === 0) tell(words(useLanguage.getState().language, "effects.noneCopied"));
  else if (layer !== undefined && target.is === "shots") {
    const { language } = useLanguage.getState();
    change(words(language, "effects.paste"), addEffects(useDocument.getState().records, target.shots, effects, () => crypto.randomUUID(), undefined, layer));
  } else applyEffects(effects, target);
}
