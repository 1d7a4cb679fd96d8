// A timeline being edited: clips put, dropped and cleared on their tracks, and settled at the end so that nothing overlaps. Pure outside.
import { type Clip, clipEnd, type Rows, type Track } from "../rows";
import { mended } from "./mixes";
import { handlesOf, headMoved, tailMoved } from "./speed";

export type Draw = () => string;

/** How edits are meant: whether linked clips go along, and where new names come from. */
export interface Manner {
  readonly linked: boolean;
  readonly draw: Draw;
}

/** What an edit came to: the rows, and by how many frames after limits. */
export interface Done {
  readonly rows: Rows;
  readonly by: number;
}

export const inTime = (one: Clip, other: Clip): number => one.start - other.start || (one.id < other.id ? -1 : 1);

/** Works on a copy; the rows that it was given stay as they are. */
export class Draft {
  readonly clips: Map<string, Clip>;
  private readonly locked: ReadonlySet<string>;
  private readonly tracks: ReadonlyMap<string, Track>;
  private readonly touched = new Set<string>();
  private sorted: Map<string, Clip[]> | null = null;

  constructor(readonly before: Rows) {
    this.clips = new Map(before.clips);
    this.tracks = new Map(before.tracks.map((one) => [one.id, one]));
    this.locked = new Set(before.tracks.filter((one) => one.locked).map((one) => one.id));
  }

  isFree(track: string): boolean {
    return this.tracks.has(track) && !this.locked.has(track);
  }

  isPicture(clip: Clip): boolean {
    return this.tracks.get(clip.track)?.kind === "picture";
  }

  get(id: string): Clip | undefined {
    return this.clips.get(id);
  }

  put(clip: Clip): void {
    const was = this.clips.get(clip.id);
    if (was) this.touched.add(was.track);
    this.clips.set(clip.id, clip);
    this.touched.add(clip.track);
    this.sorted = null;
  }

  drop(id: string): void {
    const was = this.clips.get(id);
    if (!was) return;
    this.touched.add(was.track);
    this.clips.delete(id);
    this.sorted = null;
  }

  /** The clips of a track, in order of time. */
  on(track: string): readonly Clip[] {
    if (!this.sorted) {
      this.sorted = new Map();
      for (const clip of this.clips.values()) {
        const own = this.sorted.get(clip.track);
        if (own) own.push(clip);
        else this.sorted.set(clip.track, [clip]);
      }
      for (const own of this.sorted.values()) own.sort(inTime);
    }
    return this.sorted.get(track) ?? [];
  }

  /** The clips beside one on its track. */
  beside(clip: Clip): { readonly before: Clip | null; readonly after: Clip | null } {
    const own = this.on(clip.track);
    const at = own.indexOf(clip);
    return { before: own[at - 1] ?? null, after: own[at + 1] ?? null };
  }

  /** These clips and, when they go along, what is linked to them; none on locked tracks. */
  together(ids: Iterable<string>, linked: boolean): Clip[] {
    const wanted = new Set(ids);
    const links = new Set<string>();
    if (linked) for (const id of wanted) links.add(this.clips.get(id)?.link ?? "");
    links.delete("");
    return [...this.clips.values()].filter((one) => this.isFree(one.track) && (wanted.has(one.id) || (one.link !== null && links.has(one.link))));
  }

  /** Cut at a frame, if it lies within; the part after it, with the link that its partners' later parts get too. */
  cut(clip: Clip, at: number, draw: Draw, links: Map<string, string>): Clip | null {
    if (at <= clip.start || at >= clipEnd(clip)) return null;
    let link = clip.link;
    if (link !== null) {
      link = links.get(clip.link as string) ?? draw();
      links.set(clip.link as string, link);
    }
    const first = tailMoved({ ...clip, fade_out: 0 }, at - clipEnd(clip));
    const second: Clip = { ...headMoved({ ...clip, fade_in: 0 }, at - clip.start), id: draw(), link, laid: null };
    this.put(first);
    this.put(second);
    return second;
  }

  /** Nothing is left between two frames of a track; what reaches over is cut. */
  clear(track: string, from: number, to: number, draw: Draw, keep: ReadonlySet<string> = new Set()): void {
    if (!this.isFree(track) || to <= from) return;
    for (const clip of this.on(track)) {
      if (keep.has(clip.id) || clipEnd(clip) <= from || clip.start >= to) continue;
      const over = clipEnd(clip) - to;
      if (clip.start >= from && over <= 0) this.drop(clip.id);
      else if (clip.start >= from) this.put(headMoved(clip, to - clip.start));
      else {
        if (over > 0) this.put({ ...headMoved({ ...clip, fade_in: 0 }, to - clip.start), id: draw(), link: null, laid: null });
        this.put(tailMoved(clip, from - clipEnd(clip)));
      }
    }
  }

  /**
   * Everything from frame `at` on goes `by` frames later (below 0: earlier), on every track that is free. Linked clips go with their
   * picture, whichever begins first; room tone that lies over the place grows or shrinks; what else lies over it stays.
   */
  shift(at: number, by: number, stay: ReadonlySet<string> = new Set()): void {
    if (by === 0) return;
    const anchors = new Map<string, number>();
    for (const clip of this.clips.values()) {
      if (clip.link === null) continue;
      const known = anchors.get(clip.link);
      if (this.isPicture(clip)) anchors.set(clip.link, clip.start);
      else if (known === undefined) anchors.set(clip.link, clip.start);
    }
    for (const clip of [...this.clips.values()]) {
      if (!this.isFree(clip.track) || stay.has(clip.id)) continue;
      const anchor = clip.link === null ? clip.start : (anchors.get(clip.link) ?? clip.start);
      if (anchor >= at) {
        const start = clip.start + by;
        if (start >= 0) this.put({ ...clip, start });
        else if (clip.frames + start > 0) this.put({ ...headMoved(clip, -start), start: 0 });
        else this.drop(clip.id);
      } else if (clip.tone && clip.start < at && clipEnd(clip) >= at) {
        if (clip.frames + by > 0) this.put(tailMoved(clip, by));
        else this.drop(clip.id);
      }
    }
  }

  /** Rows in which no two clips of a track overlap: each ends where the next begins. Transitions follow their cuts. */
  done(): Rows {
    for (const track of this.touched) {
      const own = [...this.on(track)];
      own.forEach((clip, place) => {
        const next = own[place + 1];
        if (!next || clipEnd(clip) <= next.start) return;
        const left = next.start - clip.start;
        if (left > 0) this.put(tailMoved(clip, left - clip.frames));
        else this.drop(clip.id);
      });
    }
    const after: Rows = { ...this.before, clips: this.clips };
    return { ...after, mixes: mended(this.before, after, this.touched) };
  }
}

/** A number within bounds; the lower one holds where they cross. */
export const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value)) + 0;

/** How far the head of a clip can move without touching its neighbour or running out of source. */
export function headRoom(draft: Draft, clip: Clip, ignoring: ReadonlySet<string> = new Set()): readonly [number, number] {
  const { before } = draft.beside(clip);
  const free = before && !ignoring.has(before.id) ? clipEnd(before) - clip.start : -clip.start;
  return [Math.max(-handlesOf(draft.before, clip).head, free), clip.frames - 1];
}

/** How far the tail of a clip can move. */
export function tailRoom(draft: Draft, clip: Clip, ignoring: ReadonlySet<string> = new Set()): readonly [number, number] {
  const { after } = draft.beside(clip);
  const free = after && !ignoring.has(after.id) ? after.start - clipEnd(clip) : Infinity;
  return [1 - clip.frames, Math.min(handlesOf(draft.before, clip).tail, free)];
}

/** The span that all of these spans share. */
export const shared = (spans: readonly (readonly [number, number])[]): readonly [number, number] => [
  Math.max(...spans.map(([low]) => low)), Math.min(...spans.map(([, high]) => high)),
];
