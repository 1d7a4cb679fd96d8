// What the board did since the timeline was taken over: shown first, each by itself, brought in when it is agreed to.
import { useMemo, useState } from "react";
import { filmOf } from "../document/select";
import { useDocument } from "../document/store";
import { lengthOf, rateOf } from "../film/time";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { boardDifferences, updateFromBoard } from "./act";
import type { Current } from "./current";

export function UpdateSheet({ current, onClose }: { readonly current: Current; readonly onClose: () => void }) {
  const t = useWords();
  const records = useDocument((state) => state.records);
  const rate = rateOf(useDocument((state) => state.project?.rate ?? "24/1"));
  const all = useMemo(() => boardDifferences(current), [current]);
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set());
  const film = filmOf(records);
  const agreed = new Set(all.filter((one) => !refused.has(one.id)).map((one) => one.id));
  const slate = (shot: string): string => {
    const known = film.byId.get(shot);
    const record = records["shot"]?.[shot];
    return known?.slate ?? `${String(records["scene"]?.[String(record?.["scene"])]?.["number"] ?? "")}${String(record?.["letter"] ?? "")}`;
  };
  return (
    <Dialog title={t("tl.update")} onClose={onClose}>
      {all.length === 0 ? <p>{t("tl.nothingNew")}</p> : (
        <>
          <p className="tl-hint">{t("tl.updateHint")}</p>
          <ul className="tl-differences">
            {all.map((one) => (
              <li key={one.id}>
                <label>
                  <input
                    type="checkbox" checked={!refused.has(one.id)}
                    onChange={() => setRefused((now) => {
                      const next = new Set(now);
                      if (!next.delete(one.id)) next.add(one.id);
                      return next;
                    })}
                  />
                  <b className="chip slate">{slate(one.shot)}</b>
                  <span>{t(`tl.did.${one.what}` as Key, { length: lengthOf(Math.abs(one.by), rate) })}</span>
                </label>
              </li>
            ))}
          </ul>
          <footer className="tl-foot">
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button kind="act" disabled={agreed.size === 0} onClick={() => {
              updateFromBoard(agreed);
              onClose();
            }}>{t("tl.bringIn", { count: agreed.size })}</Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
