// What may be done to the chosen shots, where one asked for it.
import { useNavigate } from "react-router";
import { action } from "../film/actions";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { shownKeys } from "../ui/combos";
import { ContextMenu } from "./ContextMenu";

const OFFERED = ["canvas", "places", "", "shoot", "four", "best", "keep", "", "video.edit", "video.extend", "video.loop", "video.outpaint", "video.animate", "time.slow", "bridge", "", "newBefore", "new", "duplicate", "split", "merge", "group", "", "archive"] as const;

/** The menu of a card. */
export function ShotMenu({ at, onClose }: { at: { readonly x: number; readonly y: number }; onClose: () => void }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const navigate = useNavigate();
  const items = OFFERED.map((name) => {
    const found = name ? action(name) : undefined;
    if (!found) return null;
    return {
      label: t(found.words), keys: shownKeys(found.keys[0] ?? "", t), disabled: found.can ? !found.can() : false,
      run: () => found.run({ key: "", shift: false }, (to) => void navigate(`/p/${id}/${to}`)),
    };
  });
  return <ContextMenu title={t("board.menu")} at={at} items={items} onClose={onClose} />;
}
