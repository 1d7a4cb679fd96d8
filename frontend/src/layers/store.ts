// What only this window knows of layers: what is under a hand and not written yet, what is animated, what is compared, which sheet is open.
import { create } from "zustand";
import type { Layer } from "../document/kinds";

export type LayerDraft = Partial<Omit<Layer, "id" | "shot">>;

export type LayerSheet =
  | { readonly is: "deliver" | "borrow" | "replace"; readonly layer: string }
  | { readonly is: "places"; readonly shots: readonly string[]; readonly location?: string | undefined };

interface LayersState {
  /** By layer; laid over the records while a hand moves, written once it rests. */
  readonly drafts: Readonly<Record<string, LayerDraft>>;
  /** By layer, where somebody said so: whether moving it sets a key at the playhead. */
  readonly animated: Readonly<Record<string, boolean>>;
  /** Whether the server's own picture is looked at instead of the browser's. */
  readonly exact: boolean;
  readonly sheet: LayerSheet | null;
}

export const useLayers = create<LayersState>(() => ({ drafts: {}, animated: {}, exact: false, sheet: null }));

/** Under a hand: shown at once, not written. */
export function draft(layer: string, fields: LayerDraft): void {
  useLayers.setState(({ drafts }) => ({ drafts: { ...drafts, [layer]: { ...drafts[layer], ...fields } } }));
}

/** The hand rests, or gave up. */
export function undraft(layer: string): void {
  useLayers.setState(({ drafts }) => {
    if (!(layer in drafts)) return {};
    const { [layer]: _, ...left } = drafts;
    return { drafts: left };
  });
}

/** Whether moving a layer sets keys: as somebody said, else where it has two at least. */
export const animates = (layer: Layer, said: Readonly<Record<string, boolean>>): boolean => said[layer.id] ?? layer.keys.length > 1;

/** Say that moving a layer sets keys, or that it moves it for the whole shot. */
export function animate(layer: string, on: boolean): void {
  useLayers.setState(({ animated }) => ({ animated: { ...animated, [layer]: on } }));
}

export const openSheet = (sheet: LayerSheet | null): void => useLayers.setState({ sheet });

/** Look at the server's picture, or at the browser's again. */
export const compare = (exact = !useLayers.getState().exact): void => useLayers.setState({ exact });

const merged = new WeakMap<Layer, { readonly by: LayerDraft; readonly as: Layer }>();

/** A layer with what is under a hand; the same object for the same of both. */
export function drafted(layer: Layer, drafts: Readonly<Record<string, LayerDraft>>): Layer {
  const by = drafts[layer.id];
  if (!by) return layer;
  const known = merged.get(layer);
  if (known?.by === by) return known.as;
  const as = { ...layer, ...by };
  merged.set(layer, { by, as });
  return as;
}
