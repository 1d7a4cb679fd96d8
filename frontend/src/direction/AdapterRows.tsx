// The adapters over these shots, how strongly each; those of who is in the shot apply by themselves, others are laid on here.
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { adaptersOf, fits, ready, usedBy } from "../adapters/using";
import { showAdapters } from "../adapters/state";
import type { Film, ShotInFilm } from "../document/select";
import { useDocument } from "../document/store";
import { useOpenFilm } from "../film/context";
import { NumberRow } from "../forms/NumberRow";
import { useWords } from "../i18n";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import type { Model } from "./capability";
import { applied } from "./direction";
import { LAID } from "./numbers";
import { direct } from "./write";

/** The rows and the way to more. */
export function AdapterRows({ shots, film, model }: { readonly shots: readonly ShotInFilm[]; readonly film: Film; readonly model: Model }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const navigate = useNavigate();
  const all = useDocument((state) => adaptersOf(state.records));
  const [draft, setDraft] = useState<{ readonly id: string; readonly percent: number } | null>(null);
  const everywhere = useMemo(() => new Set(film.styles.filter((one) => one.everywhere).map((one) => one.id)), [film.styles]);
  const used = shots.map((one) => usedBy(all, one, model.family, everywhere));
  const shown = [...new Map(used.flat().map((one) => [one.adapter.id, one])).values()];
  const rest = all.filter((one) => ready(one) && !shown.some((each) => each.adapter.id === one.id));
  const lay = (adapter: string, strength: number | null): void => direct(t("dir.adapters"), shots, (now) => ({ adapters: applied(now.adapters, adapter, strength) }));
  const shelf = { label: t("dir.adaptersShelf"), icon: "style" as const, run: () => { showAdapters(); void navigate(`/p/${id}/cast`); } };
  return (
    <div className="adapter-rows">
      <div className="row">
        <span className="dir-label">{t("dir.adapters")}</span>
        <span className="space" />
        <Menu
          label={t("dir.adapterAdd")} icon="plus"
          items={[
            ...rest.map((one) => ({
              label: one.name, icon: "plus" as const, disabled: !fits(one, model.family), ...(fits(one, model.family) ? {} : { hint: t("dir.adapterFor", { base: one.base }) }),
              run: () => lay(one.id, one.strength),
            })),
            shelf,
          ]}
        />
      </div>
      {shown.length === 0 ? <p className="note">{t(all.some(ready) ? "dir.adaptersNone" : "dir.adaptersEmpty")}</p> : null}
      {shown.map(({ adapter, strength, own, byItself }) => (
        <div key={adapter.id} className={strength === 0 ? "adapter-row off" : "adapter-row"}>
          <NumberRow
            field={LAID(Math.round(adapter.strength * 100))} label={adapter.name || t("adapter.unnamed")} help={t("dir.adapterHelp")} unit="%"
            value={draft?.id === adapter.id ? draft.percent : Math.round(strength * 100)}
            onChange={(percent, moving) => {
              setDraft(moving ? { id: adapter.id, percent } : null);
              if (moving) return;
              lay(adapter.id, byItself && percent === Math.round(adapter.strength * 100) ? null : percent / 100);
            }}
          />
          {byItself && !own ? <span className="tag" title={t("dir.byItselfHelp")}>{t("dir.byItself")}</span> : null}
          {fits(adapter, model.family) ? null : <span className="tag away"><Icon name="info" size={11} /> {t("dir.adapterFor", { base: adapter.base })}</span>}
          {byItself
            ? <IconButton icon={strength === 0 ? "restore" : "eye-off"} label={t(strength === 0 ? "dir.adapterOn" : "dir.adapterOff", { name: adapter.name })} onClick={() => lay(adapter.id, strength === 0 ? null : 0)} />
            : <IconButton icon="close" label={t("dir.adapterRemove", { name: adapter.name })} onClick={() => lay(adapter.id, null)} />}
        </div>
      ))}
    </div>
  );
}
