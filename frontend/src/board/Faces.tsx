// Who is in a shot, as small round portraits; initials until a portrait is drawn.
import type { Character } from "../document/kinds";
import { useWords } from "../i18n";
import { useBoard } from "./context";

const SHOWN = 4;

/** The cast of a card. */
export function Faces({ cast }: { cast: readonly Character[] }) {
  const t = useWords();
  const { faces } = useBoard();
  if (cast.length === 0) return null;
  const names = cast.map((one) => one.name).join(", ");
  const shown = cast.length > SHOWN ? cast.slice(0, SHOWN - 1) : cast;
  return (
    <span className="cast-faces" role="img" aria-label={t("board.cast", { names })} title={names}>
      {shown.map((one) => {
        const url = faces.get(one.id);
        return url
          ? <img key={one.id} className="cast-face" src={url} alt="" draggable={false} loading="lazy" decoding="async" />
          : <span key={one.id} className="cast-face">{[...one.name][0] ?? "?"}</span>;
      })}
      {cast.length > shown.length ? <span className="cast-face more">+{cast.length - shown.length}</span> : null}
    </span>
  );
}
