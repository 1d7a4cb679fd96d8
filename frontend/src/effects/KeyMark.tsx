// The diamond beside a number that may change in time: sets a key at the playhead or takes it away; beside it, to the keys around.
import { useContext } from "react";
import { after, before, keysOf, put, valueAt, withKeys, without } from "../forms/keys";
import { fieldName } from "../forms/names";
import { held, type NumberField } from "../forms/schema";
import { useLanguage, useWords } from "../i18n";
import { Icon } from "../ui/Icon";
import { isPlace } from "./following";
import { KeyingContext } from "./keying";

/** For one parameter of the effect whose form this stands in; nothing outside of one, and for what cannot have keys. */
export function KeyMark({ field, operation }: { readonly field: NumberField; readonly operation: string }) {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const keying = useContext(KeyingContext);
  if (!keying || field.keyable !== true) return null;
  const { values, frame, seek, write } = keying;
  const keys = keysOf(values, field.name);
  const name = fieldName(language, operation, field.name, field.title);
  const here = keys.some((key) => key.frame === frame);
  const [back, on] = [before(keys, frame), after(keys, frame)];
  const plain = held(field, values);
  const now = keys.length > 0 ? valueAt(keys, frame) : typeof plain === "number" ? plain : 0;
  const turn = (): void => {
    const next = here ? without(keys, frame) : put(keys, frame, now);
    write(withKeys(values, field.name, next, now), false);
  };
  return (
    <span className="key-mark">
      {keying.follow && isPlace(field.name) ? (
        <button type="button" className="key-step follow" aria-label={t("follow.open", { name })} title={t("follow.open", { name })} onClick={() => keying.follow?.(field.name)}>
          <Icon name="follow" size={14} />
        </button>
      ) : null}
      {keys.length > 0 ? (
        <button type="button" className="key-step" disabled={!back} aria-label={t("keys.before", { name })} title={t("keys.before", { name })} onClick={() => back && seek(back.frame)}>
          <Icon name="back" size={10} />
        </button>
      ) : null}
      <button
        type="button" className={["key-diamond", here ? "here" : "", keys.length > 0 ? "keyed" : ""].join(" ")} aria-pressed={here}
        aria-label={t(here ? "keys.remove" : "keys.add", { name, frame })} title={t(here ? "keys.remove" : "keys.add", { name, frame })} onClick={turn}
      >
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M6 1l5 5-5 5-5-5z" /></svg>
      </button>
      {keys.length > 0 ? (
        <button type="button" className="key-step on" disabled={!on} aria-label={t("keys.after", { name })} title={t("keys.after", { name })} onClick={() => on && seek(on.frame)}>
          <Icon name="back" size={10} />
        </button>
      ) : null}
    </span>
  );
}
