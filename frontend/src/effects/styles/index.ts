// The named styles of `style.transfer` for a gallery: in their order, each with its thumbnail and whom it goes back to.
import listed from "./styles.json";

export interface Style {
  readonly id: string; // the value of the parameter `style`; its name is `choice.style.{id}`
  readonly thumbnail: string; // address of a small picture: the same scene in every style
  readonly credit: string; // whom the style is after, or whose network paints it; empty: nobody's
}

const pictures = import.meta.glob<string>("./*.webp", { eager: true, query: "?url", import: "default" });

/** Every style that has a picture of its own; the style of a picture that somebody gives (`picture`) is not among them. */
export const styles: readonly Style[] = listed.map(({ id, credit }) => ({ id, credit, thumbnail: pictures[`./${id}.webp`] ?? "" }));

/** The style that takes its look from a picture: the input `picture` of the operation. */
export const OF_PICTURE = "picture";
