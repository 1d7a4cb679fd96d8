// Where every card of the board is, by arithmetic: what to draw, where a pointer is, where to scroll. Pixels of the page. Pure.
import type { SceneInFilm, ShotInFilm } from "../document/select";

/** `scenes`: a band for each scene, its cards wrapped. `grid`: all cards in one flow, each scene's first one with its name above. */
export type Mode = "scenes" | "grid";

/** How much a card says: everything; its words and its foot; its picture alone. */
export type Density = "full" | "compact" | "bare";

export interface Grid {
  readonly mode: Mode;
  readonly density: Density;
  readonly columns: number;
  /** Width of a card, and from one card to the next. */
  readonly card: number;
  readonly step: number;
  readonly picture: number;
  /** Height of a cell (in the flow with the scene's name above it), and from one row to the next. */
  readonly cell: number;
  readonly row: number;
}

/** One place of a band: a shot, or the place that an empty scene keeps open. */
export interface Item {
  readonly scene: SceneInFilm;
  readonly shot: ShotInFilm | null;
  /** Whether it is the first of its scene. */
  readonly first: boolean;
}

export interface Band {
  /** The scene; null where all scenes flow together. */
  readonly scene: SceneInFilm | null;
  readonly index: number;
  readonly folded: boolean;
  readonly items: readonly Item[];
  /** From the top of the film to the band, and to its cards. */
  readonly top: number;
  readonly cards: number;
  readonly height: number;
}

export interface Bands {
  readonly bands: readonly Band[];
  readonly height: number;
}

export const GAP = 20;
export const SIZES = { least: 120, usual: 220, most: 460 } as const;
export const HEADER = 44;
export const THUMBS = 56; // the row of small pictures of a folded scene
export const LABEL = 26; // a scene's name above its first card
const FOOT = 4; // below the cards of a scene
const TEXT: Readonly<Record<Density, number>> = { full: 102, compact: 54, bare: 0 };
const ROW_GAP = 20;

/** The measures of cards that are about `size` wide in a film as wide as `width`; `ratio` is that of the picture. */
export function gridOf(width: number, size: number, ratio: number, mode: Mode): Grid {
  // An upright picture makes a narrower card: about the same area, never too narrow to read.
  const wanted = size * Math.min(1.15, Math.max(0.72, Math.sqrt(ratio / (16 / 9))));
  const columns = Math.max(1, Math.floor((width + GAP) / (wanted + GAP)));
  const card = Math.max(40, Math.floor((width - GAP * (columns - 1)) / columns));
  const density: Density = card >= 184 ? "full" : card >= 136 ? "compact" : "bare";
  const picture = Math.round(card / ratio);
  const cell = picture + TEXT[density] + (mode === "grid" ? LABEL : 0);
  return { mode, density, columns, card, step: card + GAP, picture, cell, row: cell + (mode === "grid" ? 10 : ROW_GAP) };
}

function itemsOf(scene: SceneInFilm): Item[] {
  if (scene.shots.length === 0) return [{ scene, shot: null, first: true }];
  return scene.shots.map((shot, place) => ({ scene, shot, first: place === 0 }));
}

/** Every band with its place. `bare` draws headings only: scenes are being put in another order. */
export function bandsOf(scenes: readonly SceneInFilm[], folded: ReadonlySet<string>, grid: Grid, bare = false): Bands {
  if (grid.mode === "grid" && !bare) {
    const items = scenes.flatMap(itemsOf);
    const height = Math.ceil(items.length / grid.columns) * grid.row;
    return { bands: [{ scene: null, index: 0, folded: false, items, top: 0, cards: 0, height }], height };
  }
  const bands: Band[] = [];
  let top = 0;
  scenes.forEach((scene, index) => {
    const shut = folded.has(scene.scene.id);
    const items = shut || bare ? [] : itemsOf(scene);
    const inside = bare ? 0 : shut ? THUMBS : Math.ceil(items.length / grid.columns) * grid.row;
    const height = HEADER + inside + (bare ? 0 : FOOT);
    bands.push({ scene, index, folded: shut, items, top, cards: top + HEADER, height });
    top += height;
  });
  return { bands, height: top };
}

/** The bands that meet the stretch from `from` to `to`. */
export function bandsIn({ bands }: Bands, from: number, to: number): readonly Band[] {
  const first = Math.max(0, bandAt(bands, from));
  let last = first;
  while (last < bands.length && (bands[last] as Band).top <= to) last++;
  return bands.slice(first, last);
}

/** The rows of a band that meet the stretch: the first, and the one after the last. */
export function rowsIn(band: Band, grid: Grid, from: number, to: number): readonly [number, number] {
  const rows = Math.ceil(band.items.length / grid.columns);
  const first = Math.min(rows, Math.max(0, Math.floor((from - band.cards) / grid.row)));
  return [first, Math.max(first, Math.min(rows, Math.ceil((to - band.cards) / grid.row)))];
}

function bandAt(bands: readonly Band[], y: number): number {
  let low = 0;
  let high = bands.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bands[middle] as Band).top <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A place between two cards: before or after this item of a band. */
export interface Gap {
  readonly band: Band;
  readonly at: number;
  readonly after: boolean;
}

/** The gap nearest to a point of the film; null when there is no scene at all. */
export function gapAt({ bands }: Bands, grid: Grid, x: number, y: number): Gap | null {
  const band = bands[bandAt(bands, y)];
  if (!band) return null;
  if (band.items.length === 0) return { band, at: -1, after: true };
  if (y < band.cards) return { band, at: 0, after: false };
  const rows = Math.ceil(band.items.length / grid.columns);
  const row = Math.min(rows - 1, Math.floor((y - band.cards) / grid.row));
  const column = Math.min(grid.columns - 1, Math.max(0, Math.floor((x + GAP / 2) / grid.step)));
  const at = row * grid.columns + column;
  if (at >= band.items.length) return { band, at: band.items.length - 1, after: true };
  return { band, at, after: x > column * grid.step + grid.card / 2 };
}

export interface Drop {
  readonly scene: string;
  /** Among the shots of the scene that stay. */
  readonly index: number;
  /** The shot beside which the line is drawn; null: in an empty or folded scene. */
  readonly beside: string | null;
  readonly after: boolean;
}

/** What a gap means for shots that are moved: the scene, and how many of those that stay come before. */
export function dropOf(gap: Gap, moving: ReadonlySet<string>): Drop | null {
  const item = gap.band.items[gap.at];
  const scene = item?.scene ?? gap.band.scene;
  if (!scene) return null;
  const staying = (shots: readonly ShotInFilm[]): number => shots.filter((one) => !moving.has(one.shot.id)).length;
  if (!item?.shot) return { scene: scene.scene.id, index: staying(scene.shots), beside: null, after: true };
  const place = scene.shots.indexOf(item.shot) + (gap.after ? 1 : 0);
  return { scene: scene.scene.id, index: staying(scene.shots.slice(0, place)), beside: item.shot.shot.id, after: gap.after };
}

/** Before which band a dragged scene would come; the number of bands: after the last. Bands of headings only. */
export function sceneGapAt({ bands }: Bands, y: number): number {
  const found = bands.findIndex((band) => y < band.top + band.height / 2);
  return found < 0 ? bands.length : found;
}

/** From where to where a shot's cell reaches; null when its scene is folded or it is not there. */
export function reachOf({ bands }: Bands, grid: Grid, shot: string): { readonly top: number; readonly bottom: number } | null {
  for (const band of bands) {
    const at = band.items.findIndex((item) => item.shot?.shot.id === shot);
    if (at >= 0) {
      const top = band.cards + Math.floor(at / grid.columns) * grid.row;
      return { top, bottom: top + grid.cell };
    }
  }
  return null;
}
