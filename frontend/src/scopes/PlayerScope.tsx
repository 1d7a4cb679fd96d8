// The scope beside the player, and the button that brings it there.
import { useCallback } from "react";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { type Drawn, ScopeView } from "./ScopeView";
import { show, useScopes } from "./store";

/** Beside the picture that is played. */
export function PlayerScope({ of }: { readonly of: React.RefObject<HTMLElement | null> }) {
  const open = useScopes((state) => state.player);
  const source = useCallback((): Drawn | null => of.current?.querySelector<HTMLCanvasElement>(".screen canvas") ?? null, [of]);
  return open ? <ScopeView place="player" source={source} /> : null;
}

/** In the row of controls. */
export function ScopeButton() {
  const t = useWords();
  const open = useScopes((state) => state.player);
  return <IconButton icon="scope" label={t(open ? "scopes.hide" : "scopes.show")} aria-pressed={open} onClick={() => show("player", !open)} />;
}
