// The pictures of cast, place and style that the model gets beside the words, and whether it gets them.
import { OwnPicture } from "../cast/Picture";
import type { ShotInFilm } from "../document/select";
import { useWords } from "../i18n";
import { alike, directionOf } from "./direction";
import { useBrief } from "./useBrief";
import { direct } from "./write";

/** A tick, and the pictures as chips. */
export function References({ shots, most }: { readonly shots: readonly ShotInFilm[]; readonly most: number }) {
  const t = useWords();
  const said = alike(shots.map((one) => directionOf(one.shot.direction).references));
  const [only] = shots;
  return (
    <div className="references">
      <label className="check" title={t("dir.referencesHelp", { most })}>
        <input
          type="checkbox" checked={said === "all"} ref={(box) => void (box && (box.indeterminate = said === undefined))}
          onChange={(event) => direct(t("dir.references"), shots, { references: event.target.checked ? "all" : "none" })}
        />
        {t("dir.references")}
      </label>
      {said === "all" && shots.length === 1 && only ? <Chips shot={only.shot.id} /> : null}
    </div>
  );
}

function Chips({ shot }: { readonly shot: string }) {
  const t = useWords();
  const { brief } = useBrief(shot);
  if (!brief) return null;
  if (brief.references.length === 0) return <p className="note">{t("dir.referencesNone")}</p>;
  return <ul className="reference-chips">{brief.references.map((one) => <ReferenceChip key={one.digest} digest={one.digest} of={one.of} />)}</ul>;
}

/** A picture and whom or what it shows. */
export function ReferenceChip({ digest, of }: { readonly digest: string; readonly of: string }) {
  return <li className="reference-chip" title={of}><span><OwnPicture digest={digest} /></span><small>{of}</small></li>;
}
