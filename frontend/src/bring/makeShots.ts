// The stretches of a footage become shots, in one edit that one step of undo takes away again.
import { attempt } from "../api/act";
import { queries } from "../api/queries";
import type { Change } from "../document/changes";
import { arrived, remember, useDocument } from "../document/store";
import { fetchDocument } from "../document/sync";
import { choose } from "../film/verbs";
import { useLanguage, words } from "../i18n";
import { tell } from "../view/store";
import { shotsFrom, type Wanted } from "./footageApi";
import { settled } from "./settled";

/** Ask for them; false when they were refused, which has been told then. */
export async function makeShots(film: string, digest: string, wanted: Wanted): Promise<boolean> {
  await settled();
  const made = await attempt(() => shotsFrom(film, digest, wanted));
  if (!made) return false;
  const changes = made.changes as unknown as readonly Change[];
  if (!arrived(made.revision, made.id, changes)) await fetchDocument(film);
  const inverse = made.inverse as unknown as readonly Change[];
  // Undo puts away what was made; doing it again must bring it back.
  const fresh = new Set(inverse.filter((one) => one.set["archived"] === true).map((one) => one.id));
  const again = changes.map((one) => (fresh.has(one.id) ? { ...one, set: { ...one.set, archived: false } } : one));
  remember({ label: words(useLanguage.getState().language, "footage.step"), changes: again, inverse });
  const shots = changes.filter((one) => one.kind === "shot" && "scene" in one.set);
  tell(words(useLanguage.getState().language, "footage.made", { count: shots.length }));
  for (const name of ["panels", "freshness", "reel", "timeline"]) void queries.invalidateQueries({ queryKey: [name] });
  const first = shots[0]?.id;
  if (first && useDocument.getState().records["shot"]?.[first]) choose(first);
  return true;
}
