// The timeline as rows in frames: read from the records, or as the board lays it; and what takes one state to another. Pure.
import type { Change, Fields, Records, Value } from "../document/changes";
import { defaults } from "../document/kinds";
import { inOrder, rankOf } from "../document/order";

export type TrackKind = "picture" | "dialogue" | "sound";

export interface Track {
  readonly id: string;
  readonly rank: string;
  readonly kind: TrackKind;
  readonly title: string;
  readonly muted: boolean;
  readonly solo: boolean;
  readonly locked: boolean;
  readonly target: boolean;
  /** dB */
  readonly gain: number;
}

/** Where the board laid a clip: what was changed since is the editor's. */
export interface Laid {
  readonly start: number;
  readonly source_in: number;
  readonly frames: number;
}

export interface Clip {
  readonly id: string;
  readonly track: string;
  readonly start: number;
  readonly frames: number;
  readonly source_in: number;
  readonly shot: string | null;
  /** The digest of a film or a sound that was brought, or empty. */
  readonly media: string;
  readonly tone: string;
  readonly gain: number;
  readonly pan: number;
  readonly fade_in: number;
  readonly fade_out: number;
  /** Frames of the source to one of the film, as a ratio: `3/2`, `-1/1` backwards, `0/1` holds. */
  readonly speed: string;
  readonly enabled: boolean;
  /** Clips that belong together share it. */
  readonly link: string | null;
  readonly laid: Laid | null;
}

export interface Mix {
  readonly id: string;
  readonly track: string;
  readonly kind: string;
  readonly start: number;
  readonly frames: number;
}

export interface Marker {
  readonly id: string;
  readonly frame: number;
  readonly words: string;
  readonly colour: string;
}

export interface Rows {
  /** From the lowest to the highest; sounds are drawn beneath the pictures. */
  readonly tracks: readonly Track[];
  readonly clips: ReadonlyMap<string, Clip>;
  readonly mixes: ReadonlyMap<string, Mix>;
  /** How many frames there are of a shot's take or of a file, by its id or digest; what is not there has no end. */
  readonly lengths: ReadonlyMap<string, number>;
}

export const NO_ROWS: Rows = { tracks: [], clips: new Map(), mixes: new Map(), lengths: new Map() };

const own = <T extends object>({ rank: _, archived: __, ...rest }: T & { readonly rank: string; readonly archived: boolean }) => rest;
const { track: TRACK, clip: CLIP, transition: MIX, marker: MARKER } = {
  track: own(defaults.track), clip: own(defaults.clip), transition: own(defaults.transition), marker: own(defaults.marker),
};

export const clipEnd = (clip: Pick<Clip, "start" | "frames">): number => clip.start + clip.frames;

/** The end of the last picture: as long as the film is. */
export function filmEnd(rows: Rows): number {
  const pictures = new Set(rows.tracks.filter((one) => one.kind === "picture").map((one) => one.id));
  let end = 0;
  for (const clip of rows.clips.values()) if (pictures.has(clip.track)) end = Math.max(end, clipEnd(clip));
  return end;
}

/** A clip with what it does not say as it usually is. */
export const clipOf = (id: string, fields: Partial<Clip> & { readonly track: string }): Clip => ({ ...CLIP, ...fields, id });

const alive = (byId: Readonly<Record<string, Fields>> | undefined): [string, Fields][] =>
  Object.entries(byId ?? {}).filter(([, fields]) => fields["archived"] !== true);

const seen = new WeakMap<Fields, object>();

/** The same object for the same fields: what did not change is not drawn again. */
function viewed<T>(fields: Fields, make: () => T): T {
  const known = seen.get(fields);
  if (known) return known as T;
  const made = make();
  seen.set(fields, made as object);
  return made;
}

/** The rows of a timeline as its records have them. Clips of shots that are gone are not shown. */
export function storedRows(records: Records, timeline: string, lengths: ReadonlyMap<string, number>): Rows {
  const tracks = inOrder(alive(records["track"]).flatMap(([id, fields]) =>
    fields["timeline"] === timeline ? [viewed(fields, () => ({ ...TRACK, ...fields, id, rank: rankOf(fields) }) as unknown as Track)] : []));
  const mine = new Set(tracks.map((one) => one.id));
  const shown = (fields: Fields): boolean => {
    const shot = fields["shot"];
    if (typeof shot !== "string") return true;
    const record = records["shot"]?.[shot];
    return record !== undefined && record["archived"] !== true && records["scene"]?.[String(record["scene"])]?.["archived"] !== true;
  };
  const clips = new Map<string, Clip>();
  for (const [id, fields] of alive(records["clip"])) {
    if (mine.has(String(fields["track"])) && shown(fields)) clips.set(id, viewed(fields, () => ({ ...CLIP, ...fields, id }) as unknown as Clip));
  }
  const mixes = new Map<string, Mix>();
  for (const [id, fields] of alive(records["transition"])) {
    if (mine.has(String(fields["track"]))) mixes.set(id, viewed(fields, () => ({ ...MIX, ...fields, id }) as unknown as Mix));
  }
  return { tracks, clips, mixes, lengths };
}

/** The markers of a timeline, in order of time. */
export function markersOf(records: Records, timeline: string): readonly Marker[] {
  const found = alive(records["marker"]).flatMap(([id, fields]) =>
    fields["timeline"] === timeline ? [viewed(fields, () => ({ ...MARKER, ...fields, id }) as unknown as Marker)] : []);
  return found.sort((one, other) => one.frame - other.frame || (one.id < other.id ? -1 : 1));
}

/** What the server says of the board in time. */
export interface BoardInTime {
  readonly tracks: readonly {
    readonly id: string; readonly kind: string; readonly title: string; readonly rank: string;
    readonly clips: readonly Pick<Clip, "id" | "shot" | "media" | "tone" | "start" | "frames" | "source_in" | "link">[];
  }[];
  readonly shots: Readonly<Record<string, { readonly frames: number; readonly sound: boolean }>>;
}

/** How long the takes of the shots are. */
export const lengthsOf = (board: BoardInTime): ReadonlyMap<string, number> =>
  new Map(Object.entries(board.shots).map(([shot, one]) => [shot, one.frames]));

/** The board as rows, each clip knowing where it was laid. */
export function boardRows(board: BoardInTime): Rows {
  const clips = new Map<string, Clip>();
  for (const track of board.tracks) {
    for (const one of track.clips) {
      const laid = { start: one.start, source_in: one.source_in, frames: one.frames };
      clips.set(one.id, { ...CLIP, ...one, track: track.id, laid });
    }
  }
  const tracks = board.tracks.map((one): Track => ({ ...TRACK, id: one.id, rank: one.rank, kind: one.kind as TrackKind, title: one.title }));
  return { tracks: inOrder(tracks), clips, mixes: new Map(), lengths: lengthsOf(board) };
}

const OF_TRACK = ["rank", "kind", "title", "muted", "solo", "locked", "target", "gain"] as const;
const OF_CLIP = [
  "track", "shot", "start", "source_in", "frames", "tone", "media", "gain", "pan", "fade_in", "fade_out", "speed", "enabled", "link", "laid",
] as const;
const OF_MIX = ["track", "kind", "start", "frames"] as const;

/** The changes that make the rows `before` those `after`: only what differs; what is gone is archived. */
export function changesOf(timeline: string, before: Rows, after: Rows): Change[] {
  const tracks = (rows: Rows): ReadonlyMap<string, Track> => new Map(rows.tracks.map((one) => [one.id, one]));
  return [
    ...differing("track", tracks(before), tracks(after), OF_TRACK, { timeline }),
    ...differing("clip", before.clips, after.clips, OF_CLIP),
    ...differing("transition", before.mixes, after.mixes, OF_MIX),
  ];
}

/** All of the rows as they are to be written, whatever stands there: the timeline becomes the editor's own. */
export function takenOver(timeline: string, rows: Rows): Change[] {
  return [{ kind: "timeline", id: timeline, set: { follows: false } }, ...changesOf(timeline, NO_ROWS, rows)];
}

function differing<T extends { readonly id: string }>(
  kind: string, before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>, names: readonly (keyof T & string)[], also: Fields = {},
): Change[] {
  const changes: Change[] = [];
  for (const one of after.values()) {
    const was = before.get(one.id);
    if (was === one) continue;
    const set: Record<string, Value> = was ? {} : { ...also, archived: false };
    for (const name of names) if (!was || was[name] !== one[name]) set[name] = (one[name] as unknown as Value) ?? null;
    if (Object.keys(set).length > 0) changes.push({ kind, id: one.id, set });
  }
  for (const one of before.values()) if (!after.has(one.id)) changes.push({ kind, id: one.id, set: { archived: true } });
  return changes;
}
