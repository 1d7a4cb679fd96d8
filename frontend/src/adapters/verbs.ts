// What a person does with adapters: a new one, one from a file, one from somebody's pictures, putting away; each is one edit.
import { ApiProblem } from "../api/client";
import { type Artifact, uploadFile } from "../bring/uploads";
import type { Fields } from "../document/changes";
import { type AdapterRecord, type Character, living } from "../document/kinds";
import { inOrder, ranksAt } from "../document/order";
import { useDocument } from "../document/store";
import { archive } from "../document/verbs";
import { change, say, set } from "../film/verbs";
import { errorWords } from "../i18n/problems";
import { tell } from "../view/store";
import { chooseAdapter, useAdapters } from "./state";

const ENDING = /\.safetensors$/i;
const LONGEST = 120;

/** A new adapter at the end of the shelf; its form opens with the name to be typed. */
export function addAdapter(fields: Fields = {}, fresh = true): string {
  const id = crypto.randomUUID();
  const all = inOrder(living(useDocument.getState().records, "adapter"));
  const [rank = "a0"] = ranksAt(all, all.length);
  const name = typeof fields["name"] === "string" ? fields["name"] : say("adapter.newName");
  change(name, [{ kind: "adapter", id, set: { name, rank, ...fields } }]);
  chooseAdapter(id, fresh);
  return id;
}

/** A word that calls somebody up: short, unlike any word of the language, the same for the same name. */
export function triggerOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "").slice(0, 12);
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 46_656;
  return `${plain || "somebody"}${sum.toString(36).padStart(3, "0")}`;
}

/** Somebody's adapter: the one that there is, or a new one from their pictures, ready to be trained. */
export function adapterOf(one: Character, checkpoint: string, usual: { readonly steps: number; readonly rank: number }): string {
  const known = living(useDocument.getState().records, "adapter").find((each) => each.purpose === "character" && each.character === one.id);
  if (known) {
    chooseAdapter(known.id);
    return known.id;
  }
  return addAdapter({
    name: one.name.slice(0, LONGEST), purpose: "character", character: one.id, trigger: triggerOf(one.name),
    training: checkpoint ? { checkpoint, pictures: [...one.pictures], steps: usual.steps, rank: usual.rank, seed: 0, caption: one.description.slice(0, 1000) } : null,
  }, false);
}

/** Change some of it. */
export const setAdapter = (one: AdapterRecord, fields: Fields): void => set("adapter", one.id, fields, one.name || say("adapter.newName"));

/** Put one away; undo brings it back. */
export function archiveAdapter(one: AdapterRecord): void {
  change(one.name, archive("adapter", [one.id]));
  if (useAdapters.getState().chosen === one.id) chooseAdapter(null);
}

/** What a file of weights says of itself. */
function told({ digest, facts }: Artifact): Fields {
  const { family, trigger } = facts as { readonly family?: unknown; readonly trigger?: unknown };
  return { artifact: digest, ...(typeof family === "string" ? { base: family } : {}), ...(typeof trigger === "string" && trigger !== "" ? { trigger } : {}) };
}

/** Weights that were sent become an adapter, called as their file is; `fresh`: its name is to be typed next. */
export const adapterFrom = (artifact: Artifact, file: string, fresh: boolean): string =>
  addAdapter({ ...told(artifact), name: file.replace(ENDING, "").replace(/[_-]+/g, " ").trim().slice(0, LONGEST) }, fresh);

/** Files become adapters, or one becomes the bytes of `onto`. What cannot be taken is said in words. */
export async function bringAdapters(files: readonly File[], onto: AdapterRecord | null = null): Promise<void> {
  const film = useDocument.getState().project?.id;
  await Promise.all(files.slice(0, onto ? 1 : 20).map(async (file) => {
    if (!ENDING.test(file.name)) return tell(say("adapter.notOne", { name: file.name }), "failed");
    const id = crypto.randomUUID();
    useAdapters.setState(({ coming }) => ({ coming: [...coming, { id, file: file.name, part: 0 }] }));
    const moved = (part: number): void => useAdapters.setState(({ coming }) => ({ coming: coming.map((one) => (one.id === id ? { ...one, part } : one)) }));
    try {
      const artifact = await uploadFile(file, "adapter", { onProgress: ({ sent, size }) => moved(sent / Math.max(1, size)) });
      if (useDocument.getState().project?.id !== film) return; // another film was opened meanwhile
      if (onto) setAdapter(onto, told(artifact));
      else adapterFrom(artifact, file.name, files.length === 1);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      tell(`${file.name}: ${errorWords(problem)}`, "failed");
    } finally {
      useAdapters.setState(({ coming }) => ({ coming: coming.filter((one) => one.id !== id) }));
    }
  }));
}
