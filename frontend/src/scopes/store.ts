// Which scopes are shown, and where; remembered in this browser.
import { create } from "zustand";
import { SCOPES, type Scope } from "./measure";

export type Place = "player" | "trial";
interface Shown {
  readonly player: boolean;
  readonly trial: boolean;
  readonly scope: Readonly<Record<Place, Scope>>;
}

const NAME = "filmwright.scopes";
const usual: Shown = { player: false, trial: false, scope: { player: "wave", trial: "vector" } };

/** What was kept, as far as it makes sense. */
export function keptFrom(text: string | null): Shown {
  try {
    const found = JSON.parse(text ?? "{}") as Partial<Shown>;
    const scope = (place: Place): Scope => (SCOPES.includes(found.scope?.[place] as Scope) ? (found.scope?.[place] as Scope) : usual.scope[place]);
    return { player: found.player === true, trial: found.trial === true, scope: { player: scope("player"), trial: scope("trial") } };
  } catch {
    return usual;
  }
}

function kept(): Shown {
  try {
    return keptFrom(localStorage.getItem(NAME));
  } catch {
    return usual; // no storage here
  }
}

export const useScopes = create<Shown>(() => kept());

function keep(next: Partial<Shown>): void {
  useScopes.setState(next);
  try {
    localStorage.setItem(NAME, JSON.stringify(useScopes.getState()));
  } catch {
    // full or forbidden: remembered until the window closes
  }
}

export const show = (place: Place, on: boolean): void => keep(place === "player" ? { player: on } : { trial: on });
export const choose = (place: Place, scope: Scope): void => keep({ scope: { ...useScopes.getState().scope, [place]: scope } });
