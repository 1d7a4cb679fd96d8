// What one shot holds of what was brought in: its first and last picture, its footage, each with a link to look at it.
import { useDocument } from "../document/store";
import { filmOf, type ShotInFilm } from "../document/select";
import type { Footage } from "../document/kinds";
import { useArtifact } from "../library/artifacts";
import type { Artifact } from "./uploads";

export interface ShotFiles {
  readonly one: ShotInFilm | undefined;
  readonly footage: Footage | null;
  readonly clip: Artifact | "gone" | undefined;
  readonly first: Artifact | "gone" | undefined;
  readonly last: Artifact | "gone" | undefined;
  /** Nothing was brought in, nothing is described: it can become anything. */
  readonly blank: boolean;
}

/** Of a shot of the open film. */
export function useShotFiles(shot: string): ShotFiles {
  const film = useDocument((state) => state.project?.id ?? "");
  const one = useDocument((state) => filmOf(state.records).byId.get(shot));
  const own = one?.shot;
  const clip = useArtifact(film, own?.footage?.artifact);
  const first = useArtifact(film, own?.first || undefined);
  const last = useArtifact(film, own?.last || undefined);
  const blank = Boolean(own && !own.footage && !own.first && !own.last && !own.action && own.dialogue.length === 0);
  return { one, footage: own?.footage ?? null, clip, first, last, blank };
}
