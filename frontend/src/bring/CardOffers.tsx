// A picture or a clip was dropped on one shot: what shall it be there?
import { useEffect, useMemo } from "react";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { useWords } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { Icon, type IconName } from "../ui/Icon";
import { giveClip, givePicture } from "./give";
import type { Spot } from "./placing";
import { sizeText } from "./pace";

interface Props {
  readonly shot: string;
  readonly file: File;
  readonly is: "picture" | "movie";
  readonly onClose: () => void;
  readonly onElse: (spot: Spot) => void;
}

/** The choices; each ends as one step of undo. */
export function CardOffers({ shot, file, is, onClose, onElse }: Props) {
  const t = useWords();
  const slate = useDocument((state) => filmOf(state.records).byId.get(shot)?.slate) ?? "";
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const then = (what: () => void) => () => {
    onClose();
    what();
  };
  return (
    <Dialog title={t("offer.title", { slate })} onClose={onClose}>
      <p className="offer-what">
        {is === "picture" ? <img src={url} alt="" /> : <video src={url} muted preload="metadata" />}
        <span><b>{file.name}</b><br />{sizeText(file.size)}</span>
      </p>
      <div className="offers">
        {is === "picture" ? (
          <>
            <Choice icon="start" title={t("offer.first")} more={t("offer.firstMore")} onClick={then(() => void givePicture(shot, "first", file))} first />
            <Choice icon="end" title={t("offer.last")} more={t("offer.lastMore")} onClick={then(() => void givePicture(shot, "last", file))} />
          </>
        ) : (
          <>
            <Choice icon="film" title={t("offer.replace", { slate })} more={t("offer.replaceMore")} onClick={then(() => void giveClip(shot, file))} first />
            <Choice icon="cut" title={t("offer.find")} more={t("offer.findMore", { slate })} onClick={then(() => onElse({ shot }))} />
          </>
        )}
        {is === "picture" ? <Choice icon="plus" title={t("offer.after", { slate })} more={t("offer.afterMore")} onClick={then(() => onElse({ shot }))} /> : null}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly icon: IconName;
  readonly title: string;
  readonly more?: string;
  readonly onClick: () => void;
  readonly first?: boolean;
  readonly disabled?: boolean;
}

/** One thing that can be done, in two lines. */
export function Choice({ icon, title, more, onClick, first, disabled }: ChoiceProps) {
  return (
    <button type="button" className="offer" onClick={onClick} autoFocus={first} disabled={disabled}>
      <Icon name={icon} size={18} />
      <strong>{title}</strong>
      {more ? <span>{more}</span> : null}
    </button>
  );
}
