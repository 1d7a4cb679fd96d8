// What only this window knows: selection, playhead, what is open. Never undone, never sent but as presence.
import { create } from "zustand";

export type Sheet = "keys" | "find" | "cut" | "builds" | "lineage" | "settings" | "ledger" | "new" | null;

interface View {
  readonly selection: readonly string[];
  /** The selected scene, when no shot is. */
  readonly scene: string | null;
  readonly frame: number;
  readonly playing: boolean;
  readonly player: boolean;
  readonly collapsed: ReadonlySet<string>;
  readonly sheet: Sheet;
  /** The key whose lineage is shown. */
  readonly lineage: string | null;
  readonly toasts: readonly Toast[];
}

export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly kind: "told" | "failed";
  /** A later one about the same takes its place. */
  readonly about: string | null;
}

export const useView = create<View>(() => ({
  selection: [], scene: null, frame: 0, playing: false, player: true, collapsed: new Set(), sheet: null, lineage: null, toasts: [],
}));

let anchor: string | null = null;

/** Choose shots. `add` toggles one; `range` takes everything between the last one chosen and this, in `order`. */
export function select(id: string, how: "only" | "add" | "range" = "only", order: readonly string[] = []): void {
  const { selection } = useView.getState();
  if (how === "add") {
    anchor = id;
    useView.setState({
      scene: null, selection: selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id],
    });
    return;
  }
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (how === "range" && from >= 0 && to >= 0) {
    useView.setState({ scene: null, selection: order.slice(Math.min(from, to), Math.max(from, to) + 1) });
    return;
  }
  anchor = id;
  useView.setState({ scene: null, selection: [id] });
}

/** Choose a scene, or nothing. */
export function selectScene(scene: string | null): void {
  useView.setState({ scene, selection: [] });
}

/** Fold a scene, or open it. */
export function fold(scene: string): void {
  useView.setState(({ collapsed }) => {
    const next = new Set(collapsed);
    if (!next.delete(scene)) next.add(scene);
    return { collapsed: next };
  });
}

/** Open a sheet over the film, or close it. */
export function open(sheet: Sheet): void {
  useView.setState({ sheet });
}

let toasted = 0;

/** Say something that goes away by itself; what is `about` the same is said in the place of the last. */
export function tell(words: string, kind: Toast["kind"] = "told", about: string | null = null): void {
  const id = ++toasted;
  useView.setState(({ toasts }) => {
    const left = toasts.filter((one) => one.words !== words && (about === null || one.about !== about));
    return { toasts: [...left, { id, words, kind, about }].slice(-4) };
  });
  setTimeout(() => dismiss(id), kind === "failed" ? 12_000 : about === null ? 5000 : 2500);
}

/** Take a message away. */
export function dismiss(id: number): void {
  useView.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

/** Another film is opened: nothing is chosen, the playhead stands at its beginning. */
export function reset(): void {
  anchor = null;
  useView.setState({ selection: [], scene: null, frame: 0, playing: false, collapsed: new Set(), sheet: null, lineage: null });
}
