// Whether words are a story told in sentences, or a screenplay with its headings and speakers. Pure.
import { counts } from "../projects/order";

export const LONGEST = 20_000; // characters, as the server takes them
const SPEAKER = /^[ \t]*[@\p{Lu}][\p{Lu}\d .'’()-]{1,38}$/mu; // a line in capitals, above what is said
const SPEAKER_ZH = /^[ \t]*\p{Script=Han}{1,6}(?:（[^）\n]{1,12}）)?[：:]\s*\S/mu;
const MARKS = /^\s*(?:<\?xml|<FinalDraft|FADE IN|CUT TO|淡入)/im;
const TITLE = /^[ \t]*(?:title|标题|片名)[ \t]*[:：][ \t]*(.*)$/im;

/** A title page and a wished length do not make it a screenplay. */
export function storyLike(text: string): boolean {
  const words = text.replace(TITLE, "");
  if (words.trim() === "" || words.length > LONGEST || MARKS.test(words)) return false;
  return counts(words).scenes === 0 && !SPEAKER.test(words) && !SPEAKER_ZH.test(words);
}

/** The name that the words give the film, and the words without it. */
export function titled(text: string): { readonly title: string; readonly words: string } {
  const found = TITLE.exec(text);
  return { title: (found?.[1] ?? "").trim().slice(0, 200), words: found ? text.replace(TITLE, "").trimStart() : text };
}
