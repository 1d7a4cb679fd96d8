// What may be done with a take, as edits: keep, lock, note, put away; and what the studio is asked for: more of them, one restored.
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { queries } from "../api/queries";
import type { Change } from "../document/changes";
import type { Take } from "../document/kinds";
import type { ShotInFilm } from "../document/select";
import { remember } from "../document/store";
import { change } from "../film/verbs";
import { useLanguage, words } from "../i18n";
import type { Key } from "../i18n/en";
import { tell } from "../view/store";

const said = (key: Key, values?: Parameters<typeof words>[2]): string => words(useLanguage.getState().language, key, values);

/** Keep a take, and show it; or let it go again. */
export function keepTake(one: ShotInFilm, take: Take, kept = !take.kept): void {
  const shown: Change[] = kept ? [{ kind: "shot", id: one.shot.id, set: { take: take.id } }] : [];
  change(said(kept ? "take.keep" : "take.unkeep"), [{ kind: "take", id: take.id, set: { kept, archived: false } }, ...shown]);
}

/** Put a take away; when it was shown, its neighbour is. */
export function putAway(one: ShotInFilm, take: Take): void {
  const at = one.takes.findIndex((each) => each.id === take.id);
  const next = one.takes[at - 1] ?? one.takes[at + 1];
  const shown: Change[] = one.shot.take === take.id ? [{ kind: "shot", id: one.shot.id, set: { take: next?.id ?? null } }] : [];
  change(said("take.putAway"), [...shown, { kind: "take", id: take.id, set: { archived: true } }]);
}

/** Nothing moves a locked shot's take. */
export function lockTake(one: ShotInFilm, take: Take): void {
  const locked = !(one.shot.locked && one.shot.take === take.id);
  change(said(locked ? "shot.lock" : "shot.unlock"), [{ kind: "shot", id: one.shot.id, set: { take: take.id, locked } }]);
}

export interface Draw {
  readonly count: number;
  readonly same: boolean;
  readonly quality: "draft" | "final";
}

/** Draw new takes of a shot; going back is undo. */
export async function drawTakes(one: ShotInFilm, { count, same, quality }: Draw): Promise<void> {
  const { id } = one.shot;
  const before = one.shot.take;
  const drawn = await attempt(() => got(client.POST("/api/shots/{id}/draws", { params: { path: { id } }, body: { count, same_seed: same, quality } })));
  const shownNow = drawn?.[0];
  if (shownNow && shownNow.id !== before) {
    const shown = (take: string | null): Change[] => [{ kind: "shot", id, set: { take } }];
    remember({ label: said("takes.drawn", { slate: shownNow.slate }), changes: shown(shownNow.id), inverse: shown(before) });
  } else if (shownNow) tell(said("takes.same", { slate: shownNow.slate }));
  for (const name of ["builds", "freshness", "takes"]) void queries.invalidateQueries({ queryKey: [name] });
}

/** The shot as it was when this take was drawn. */
export async function restoreTake(one: ShotInFilm, take: Take): Promise<void> {
  const done = await attempt(() => got(client.POST("/api/takes/{id}/restore", { params: { path: { id: take.id } } })));
  if (!done) return;
  const label = said("take.restored", { slate: `${one.slate}-${take.number}` });
  remember({ label, changes: done.changes as unknown as Change[], inverse: done.inverse as unknown as Change[] });
  tell(label);
}
