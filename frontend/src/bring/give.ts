// A file becomes a shot's picture or footage: sent, set as one step of undo, and the shot is drawn again from it.
import { shoot } from "../api/act";
import type { Fields } from "../document/changes";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { say, set } from "../film/verbs";
import { useLanguage, words } from "../i18n";
import { tell } from "../view/store";
import { askFootage } from "./footageApi";
import { keepFootage } from "./mine";
import { readable } from "./pictures";
import { settled } from "./settled";
import { sorted } from "./sniff";
import { add, change, newBatch } from "./store";
import { sent } from "./take";
import { open } from "./sheets";
import type { Artifact, Media } from "./uploads";

/** Send a file for one shot; what it became, or null when it did not come in: the summary says why. */
export async function sendFor(file: File, is: "picture" | "movie"): Promise<Artifact | null> {
  const [id = 0] = add([file], newBatch());
  const sort = await sorted(file);
  if (sort.is !== is) {
    const refuse = sort.is === "refused" ? sort.why : is === "picture" ? "notPicture" : "notMovie";
    change(id, { state: "failed", trouble: { refuse } });
    return null;
  }
  change(id, { is: sort.is });
  const ready = sort.by ? await readable(file) : file;
  if (!ready) {
    change(id, { state: "failed", trouble: { refuse: "unknown" } });
    return null;
  }
  const media: Media = is === "picture" ? "image" : "movie";
  const artifact = await sent({ id, file: ready }, media);
  if (artifact) change(id, { state: "done", progress: null, stop: null });
  return artifact;
}

/** Set what a shot is made of, and draw it anew once the studio has it: one step of undo. A locked shot keeps its take. */
export async function setAndShoot(shot: string, fields: Fields, label: string): Promise<void> {
  const step = crypto.randomUUID();
  set("shot", shot, fields, label, step);
  await settled();
  const one = filmOf(useDocument.getState().records).byId.get(shot);
  const undone = useDocument.getState().history.undone.some(({ group }) => group === step);
  if (one && !one.shot.locked && !undone) await shoot([shot], 1, step);
}

/** The shot starts from this picture, or ends on it. */
export async function givePicture(shot: string, field: "first" | "last", file: File): Promise<boolean> {
  const artifact = await sendFor(file, "picture");
  if (!artifact) return false;
  if (!filmOf(useDocument.getState().records).byId.has(shot)) {
    tell(words(useLanguage.getState().language, "offer.gone"), "failed");
    return false;
  }
  await setAndShoot(shot, { [field]: artifact.digest }, say(`blank.${field}`));
  return true;
}

/** The shot goes from the first picture to the second: both in one step. */
export async function givePictures(shot: string, one: File, two: File): Promise<boolean> {
  const [first, last] = await Promise.all([sendFor(one, "picture"), sendFor(two, "picture")]);
  if (!first || !last || !filmOf(useDocument.getState().records).byId.has(shot)) return false;
  await setAndShoot(shot, { first: first.digest, last: last.digest }, say("blank.both"));
  return true;
}

/** The shot's picture becomes a stretch of this clip, which is then chosen. */
export async function giveClip(shot: string, file: File): Promise<void> {
  const artifact = await sendFor(file, "movie");
  const { project } = useDocument.getState();
  if (!artifact || !project) return;
  keepFootage(localStorage, project.id, artifact.digest);
  await askFootage(project.id, artifact.digest).catch(() => undefined); // asked again when it is looked at
  open({ is: "clip", shot, digest: artifact.digest });
}
