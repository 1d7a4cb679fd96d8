// What a build makes, read from its label, so that it can be said in the person's language and gathered with its like. Pure.
import type { Translate } from "../i18n";

export type BuildKind = "panel" | "proxy" | "voices" | "portrait" | "place" | "stage" | "finish" | "take" | "look" | "voice" | "tone" | "sound" | "cut" | "other";

const FORMS: readonly (readonly [BuildKind, RegExp])[] = [
  ["panel", /^Panel (.+)$/],
  ["proxy", /^Proxy of (.+)$/],
  ["voices", /^Voices of (.+)$/],
  ["portrait", /^Portrait of (.+)$/],
  ["place", /^Picture of (.+)$/],
  ["stage", /^Stage of (.+)$/],
  ["finish", /^Finish (.+)$/],
  ["look", /^Look of (.+)$/],
  ["voice", /^Voice (.+)$/],
  ["tone", /^Room tone: (.+)$/],
  ["sound", /^Sound: (.+)$/],
  ["take", /^(\S*-\d+)$/],
  ["cut", /^.*, cut (\d+) \(.+\)$/],
];

/** What a label says is made, and of what. */
export function readLabel(label: string): { kind: BuildKind; of: string } {
  for (const [kind, form] of FORMS) {
    const of = form.exec(label)?.[1];
    if (of !== undefined) return { kind, of };
  }
  return { kind: "other", of: label };
}

/** Whether it only serves to show what is there: nobody asked for it by a button. */
export const isHousekeeping = (label: string): boolean => ["panel", "proxy", "portrait", "place", "stage", "look", "voice", "tone", "sound"].includes(readLabel(label).kind);

/** The label in the person's language. */
export function labelWords(t: Translate, label: string): string {
  const { kind, of } = readLabel(label);
  return kind === "other" ? label : t(`build.${kind}`, { of });
}

/** What an operation says of its progress, in the person's language: the frame it is at; nothing of what else it may say. */
export function noteWords(t: Translate, note: string): string {
  const [, frame, frames] = /^frame (\d+) of (\d+)$/.exec(note) ?? [];
  return frame !== undefined && frames !== undefined ? t("player.frame", { frame, frames }) : "";
}
