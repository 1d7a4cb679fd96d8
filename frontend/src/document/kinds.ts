// The records of a film as typed views; what a record leaves out has the value that the server gives it.
import type { Fields, Value } from "./changes";
import { rankOf, type Ranked } from "./order";

export interface Line {
  readonly character: string | null;
  readonly words: string;
  readonly manner: string;
}

export interface Footage {
  readonly artifact: string;
  readonly start: number;
  readonly fit: string;
  /** "made": its pictures are made for the film's rate; else its own are shown. */
  readonly motion?: string;
}

export interface Scene extends Ranked {
  readonly number: string;
  readonly heading: string;
  readonly location: string | null;
  readonly style: string | null;
  readonly time: string;
  readonly weather: string;
  readonly mood: string;
  readonly synopsis: string;
  /** What it does in the story: "setup", "rising", "turn", "climax", "end", or nothing. */
  readonly arc: string;
  /** The sentences that it tells. */
  readonly outline: string;
  /** Frames that it is to last; 0: as its shots are. */
  readonly length: number;
  /** What the studio wrote of it; null: a person made it. */
  readonly drafted: Fields | null;
}

export interface Shot extends Ranked {
  readonly scene: string;
  readonly letter: string;
  readonly size: string;
  readonly angle: string;
  readonly movement: string;
  readonly action: string;
  readonly dialogue: readonly Line[];
  readonly props: readonly string[];
  readonly titles: readonly string[];
  readonly frames: number;
  readonly frames_locked: boolean;
  readonly seed: number;
  /** A person's own film stands for the pictures: from `start`, counted at the film's rate from the beginning of the source. */
  readonly footage: Footage | null;
  /** Digests of the pictures that it starts from and ends on, or empty. */
  readonly first: string;
  readonly last: string;
  readonly take: string | null;
  readonly locked: boolean;
  /** Another place behind what was cut out; null: the take's own. */
  readonly backdrop: Backdrop | null;
  /** What its model is told beyond the words; null: nothing. Read with `directionOf`. */
  readonly direction: Fields | null;
  /** What the studio wrote of it, and which sentence it shows; null: a person made it. */
  readonly drafted: Fields | null;
}

export interface Backdrop {
  readonly kind: "location" | "picture" | "words" | "shot";
  readonly location: string | null;
  /** A digest, or empty. */
  readonly picture: string;
  readonly words: string;
  readonly shot: string | null;
  readonly seed: number;
  /** Whether it moves with the shot's camera. */
  readonly moves: boolean;
  /** 0 … 1: how much it takes on the light of the shot. */
  readonly light: number;
  readonly blur: number;
  readonly scale: number;
  readonly across: number;
  readonly down: number;
}

/** What was said of a layer at one frame; places are shares of the picture's width and height. */
export interface MaskKey {
  readonly frame: number;
  readonly points: readonly (readonly [number, number, boolean])[];
  readonly box: readonly [number, number, number, number] | null;
  readonly strokes: readonly { readonly path: readonly (readonly [number, number])[]; readonly width: number; readonly belongs: boolean }[];
  readonly words: string;
}

export interface LayerKey {
  readonly frame: number;
  readonly across: number;
  readonly down: number;
  readonly scale: number;
  /** Degrees, clockwise. */
  readonly turn: number;
}

export interface Thing {
  readonly picture: string;
  readonly words: string;
  readonly seed: number;
  readonly frame: number;
  readonly region: readonly [number, number, number, number];
  readonly hold: "still" | "point" | "plane" | "camera";
  /** The layer in whose place it stands. */
  readonly instead: string | null;
}

export interface Layer extends Ranked {
  readonly shot: string;
  readonly name: string;
  readonly visible: boolean;
  readonly kind: "cut" | "thing" | "borrowed";
  readonly auto: "" | "people";
  readonly masks: readonly MaskKey[];
  readonly edges: { readonly subject: "auto" | "thing" | "person"; readonly band: number; readonly steady: number; readonly strands: boolean };
  readonly thing: Thing | null;
  readonly borrowed: { readonly layer: string; readonly offset: number } | null;
  readonly opacity: number;
  readonly mode: string;
  readonly keys: readonly LayerKey[];
  readonly easing: "linear" | "smooth";
  /** What it grows and turns about, in shares of the picture as it was shot; null: the picture's middle. */
  readonly pivot: readonly [number, number] | null;
  readonly blend: {
    readonly wrap: number;
    /** How far its light and colours are brought to what is behind; null: as it fits. */
    readonly match: number | null;
    readonly grain: number;
    readonly shadow: number; readonly shadow_across: number; readonly shadow_down: number; readonly shadow_soft: number;
  };
  readonly take: string | null;
  /** The digest of a matte that was brought in, or empty. */
  readonly matte: string;
}

export interface Character extends Ranked {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** Fields of the look that a person set by hand. */
  readonly look: Fields;
  /** Digests; the first is the face. */
  readonly pictures: readonly string[];
  readonly language: string;
  readonly voice: string;
  readonly pace: number;
  readonly gender: string;
  readonly age: string;
  readonly real_person: boolean;
  readonly consent: string;
}

export interface Location extends Ranked {
  readonly name: string;
  readonly description: string;
  readonly interior: boolean | null;
  /** Fields of the place that a person set by hand. */
  readonly overrides: Fields;
  readonly pictures: readonly string[];
}

export interface Style extends Ranked {
  readonly name: string;
  readonly description: string;
  readonly negative: string;
  readonly everywhere: boolean;
  readonly pictures: readonly string[];
}

export interface Take extends Ranked {
  readonly shot: string;
  readonly number: number;
  readonly key: string;
  readonly seed: number;
  readonly quality: string;
  readonly kept: boolean;
  readonly note: string;
  /** Of which take it was made, and how; null: of the shot itself. */
  readonly derived: Derived | null;
}

export interface Derived {
  /** "video.extend" */
  readonly operation: string;
  /** The take that it was made of. */
  readonly of: string;
  readonly also: string | null;
  readonly params: Fields;
  readonly mask: string | null;
  readonly picture: string;
}

/** A small network beside a great one, for somebody, a style or a camera. */
export interface AdapterRecord extends Ranked {
  readonly name: string;
  readonly purpose: "character" | "style" | "camera";
  /** Whose likeness, whose look, which move: where they are, it applies by itself. */
  readonly character: string | null;
  readonly style: string | null;
  readonly movement: string;
  /** A digest, or empty while it is still to be trained or brought. */
  readonly artifact: string;
  /** The family of models that it belongs to, or empty. */
  readonly base: string;
  /** The word that calls it. */
  readonly trigger: string;
  readonly strength: number;
  readonly training: Training | null;
}

export interface Training {
  readonly checkpoint: string;
  readonly pictures: readonly string[];
  readonly steps: number;
  readonly rank: number;
  readonly seed: number;
  readonly caption: string;
}

export interface Casting extends Ranked {
  readonly shot: string;
  readonly character: string;
}

const shared = { rank: "a0", archived: false };

/** What each kind's fields are when nobody set them. */
export const defaults = {
  scene: { ...shared, number: "", heading: "", location: null, style: null, time: "", weather: "", mood: "", synopsis: "", arc: "", outline: "", length: 0, drafted: null },
  shot: {
    ...shared, scene: "", letter: "", size: "", angle: "", movement: "", action: "", dialogue: [], props: [], titles: [],
    frames: 72, frames_locked: false, seed: 0, footage: null, first: "", last: "", take: null, locked: false,
    backdrop: null, direction: null, drafted: null,
  },
  adapter: { ...shared, name: "", purpose: "style", character: null, style: null, movement: "", artifact: "", base: "", trigger: "", strength: 1, training: null },
  layer: {
    ...shared, shot: "", name: "", visible: true, kind: "cut", auto: "", masks: [], thing: null, borrowed: null, opacity: 1, mode: "normal",
    keys: [], easing: "smooth", pivot: null, take: null, matte: "", edges: { subject: "auto", band: 0, steady: 0.25, strands: false },
    blend: { wrap: 0, match: null, grain: 0, shadow: 0, shadow_across: 0, shadow_down: 0, shadow_soft: 0 },
  },
  character: {
    ...shared, name: "", aliases: [], description: "", look: {}, pictures: [], language: "", voice: "", pace: 1, gender: "", age: "",
    real_person: false, consent: "",
  },
  location: { ...shared, name: "", description: "", interior: null, overrides: {}, pictures: [] },
  style: { ...shared, name: "", description: "", negative: "", everywhere: false, pictures: [] },
  take: { ...shared, shot: "", number: 1, key: "", seed: 0, quality: "final", kept: false, note: "", derived: null },
  casting: { ...shared, shot: "", character: "" },
  timeline: { ...shared, title: "", follows: true },
  track: { ...shared, timeline: "", kind: "picture", title: "", muted: false, solo: false, locked: false, target: true, gain: 0 },
  clip: {
    ...shared, track: "", start: 0, frames: 1, source_in: 0, shot: null, media: "", tone: "", gain: 0, pan: 0, fade_in: 0, fade_out: 0,
    speed: "1/1", enabled: true, link: null, laid: null,
  },
  transition: { ...shared, track: "", kind: "dissolve", start: 0, frames: 12 },
  marker: { ...shared, timeline: "", frame: 0, words: "", colour: "yellow" },
} as const satisfies Record<string, Readonly<Record<string, Value>>>;

export interface Kinds {
  readonly scene: Scene;
  readonly shot: Shot;
  readonly layer: Layer;
  readonly character: Character;
  readonly location: Location;
  readonly style: Style;
  readonly take: Take;
  readonly casting: Casting;
  readonly adapter: AdapterRecord;
}

const seen = new WeakMap<Fields, { readonly kind: string; readonly id: string; readonly as: object }>();

/** A record as its kind; the same object for the same fields, so that what did not change is not drawn again. */
export function view<K extends keyof Kinds>(kind: K, id: string, fields: Fields): Kinds[K] {
  const known = seen.get(fields);
  if (known?.kind === kind && known.id === id) return known.as as Kinds[K];
  const as = { ...defaults[kind], ...fields, id, rank: rankOf(fields) } as unknown as Kinds[K];
  seen.set(fields, { kind, id, as });
  return as;
}

/** The living records of a kind. */
export function living<K extends keyof Kinds>(
  records: Readonly<Record<string, Readonly<Record<string, Fields>> | undefined>>,
  kind: K,
): Kinds[K][] {
  const found: Kinds[K][] = [];
  for (const [id, fields] of Object.entries(records[kind] ?? {})) {
    if (fields["archived"] !== true) found.push(view(kind, id, fields));
  }
  return found;
}
