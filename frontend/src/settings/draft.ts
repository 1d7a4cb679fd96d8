// The settings of a film while they are being changed: what is different, as changes of one edit. Pure.
import type { Change, Fields, Records, Value } from "../document/changes";
import { same } from "../document/changes";
import type { Style } from "../document/kinds";

export interface Draft {
  readonly width: number;
  readonly height: number;
  readonly rate: string;
  readonly language: string;
  readonly captions: string;
  readonly slate: boolean;
  /** Capability → checkpoint; what is not in it is left to the studio. */
  readonly checkpoints: Readonly<Record<string, string>>;
  /** The styles of the whole film. */
  readonly styles: readonly string[];
}

const FIELDS = ["width", "height", "rate", "language", "captions", "slate", "checkpoints"] as const;

/** The settings as they are. */
export function draftOf(project: Fields, styles: readonly Style[]): Draft {
  const checkpoints = project["checkpoints"];
  return {
    width: Number(project["width"] ?? 1280), height: Number(project["height"] ?? 720), rate: String(project["rate"] ?? "24/1"),
    language: String(project["language"] ?? "en"), captions: String(project["captions"] ?? "track"), slate: project["slate"] === true,
    checkpoints: checkpoints && typeof checkpoints === "object" && !Array.isArray(checkpoints) ? (checkpoints as Record<string, string>) : {},
    styles: styles.filter((one) => one.everywhere).map((one) => one.id),
  };
}

/** The changes that make the settings what the draft says; none when it says what is. */
export function changesOf(draft: Draft, was: Draft, project: string): Change[] {
  const set: Record<string, Value> = {};
  for (const name of FIELDS) if (!same(draft[name] as Value, was[name] as Value)) set[name] = draft[name] as Value;
  const styles = [...new Set([...draft.styles, ...was.styles])]
    .filter((id) => draft.styles.includes(id) !== was.styles.includes(id))
    .map((id): Change => ({ kind: "style", id, set: { everywhere: draft.styles.includes(id) } }));
  return [...(Object.keys(set).length > 0 ? [{ kind: "project", id: project, set }] : []), ...styles];
}

/** The fields of the film itself, as the document holds them over what the page knows of the project. */
export const projectFields = (records: Records, project: { readonly id: string }): Fields => ({
  ...(project as unknown as Fields), ...records["project"]?.[project.id],
});
