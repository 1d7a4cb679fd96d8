// The words of a shot that holds a clip or a picture and has none of its own, with the name of the file once it is looked up.
import { useDocument } from "../document/store";
import type { Shot } from "../document/kinds";
import { type Rate } from "../film/time";
import { useWords } from "../i18n";
import { useArtifact } from "../library/artifacts";
import { heldWords } from "./held";

/** For a card. */
export function HeldWords({ shot, rate }: { shot: Shot; rate: Rate }) {
  const t = useWords();
  const film = useDocument((state) => state.project?.id ?? "");
  const file = useArtifact(film, shot.footage?.artifact ?? (shot.last ? undefined : shot.first || undefined));
  const name = file && file !== "gone" ? String(file.facts["name"] ?? "") : "";
  return <em>{heldWords(shot, rate, t, name) || t("board.blank")}</em>;
}
