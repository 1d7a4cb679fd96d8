// A stack of effects is kept under a name, for other shots and other films.
import { useId, useState } from "react";
import { queries } from "../api/queries";
import type { Value } from "../document/changes";
import { change } from "../film/verbs";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { tell } from "../view/store";
import { type Effect, kept } from "./stack";

/** A field for the name, in its place in the stack. */
export function KeepLook({ effects, onClose }: { readonly effects: readonly Effect[]; readonly onClose: () => void }) {
  const t = useWords();
  const id = useId();
  const [name, setName] = useState("");
  const keep = (): void => {
    const called = name.trim();
    if (called === "") return;
    change(t("looks.keep"), [{ kind: "look", id: crypto.randomUUID(), set: { name: called, effects: kept(effects) as unknown as Value } }]);
    tell(t("looks.kept", { name: called }));
    setTimeout(() => void queries.invalidateQueries({ queryKey: ["looks"] }), 1000); // once it was written
    onClose();
  };
  return (
    <form
      className="row keep-look"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <label htmlFor={id} className="visually-hidden">{t("looks.name")}</label>
      <input
        id={id} type="text" maxLength={120} value={name} placeholder={t("looks.name")} autoFocus autoComplete="off" onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") onClose();
        }}
      />
      <Button kind="act" type="submit" disabled={name.trim() === ""}>{t("looks.keepNow")}</Button>
      <Button kind="quiet" onClick={onClose}>{t("common.cancel")}</Button>
    </form>
  );
}
