// What a checkpoint of one's own needs before it can be added: its id from a file's name, and what is still missing. Pure.
import type { components } from "../api/schema";

export type Slot = components["schemas"]["SlotOut"];

export interface OwnDraft {
  readonly capability: string;
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  /** Whether what it makes may be sold; null while nobody has said. */
  readonly commercial: boolean | null;
  readonly credit: string;
}

export const emptyDraft: OwnDraft = { capability: "", title: "", version: "1", licence: "", commercial: null, credit: "" };

const ENDINGS = /\.(onnx|safetensors|json|onnx_data|data)$/i;

/** Files that can be looked into at all; the rest is not even sent. */
export const sendable = (name: string): boolean => ENDINGS.test(name);

/** "My Matting v2.onnx" is called "My Matting v2" until somebody says otherwise. */
export const titleOf = (name: string): string => name.replace(ENDINGS, "").replace(/[_-]+/g, " ").trim();

/** name@version: small Latin letters, digits, dots and dashes; a title in other scripts is "own". */
export function idOf(title: string, version: string): string {
  const name = title.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+|[-.]+$/g, "").slice(0, 60);
  const revision = version.trim().replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 20);
  return `${name.length < 2 ? `own-${name}`.replace(/-$/, "") : name}@${revision === "" ? "1" : revision}`;
}

export type Missing = "files" | "capability" | "title" | "licence" | "commercial" | "credit" | "taken";

/** What is still missing, in the order of the form. */
export function missing(draft: OwnDraft, files: number, taken: readonly string[]): readonly Missing[] {
  const found: Missing[] = [];
  if (files === 0) found.push("files");
  if (draft.capability === "") found.push("capability");
  if (draft.title.trim() === "") found.push("title");
  if (taken.includes(idOf(draft.title, draft.version))) found.push("taken");
  if (draft.licence.trim() === "") found.push("licence");
  if (draft.commercial === null) found.push("commercial");
  if (draft.credit.trim() === "") found.push("credit");
  return found;
}

/** Bytes as a person reads them. */
export function fileSize(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${Math.max(1, Math.round(bytes / 1024))} KiB`;
}
