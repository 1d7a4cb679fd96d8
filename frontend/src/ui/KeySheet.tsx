// The `?` sheet: every key with what it does.
import { libraryKeys } from "../cast/keys";
import { actions } from "../film/actions";
import { useWords } from "../i18n";
import type { Key } from "../i18n/en";
import { comboOf } from "./combos";
import { Dialog } from "./Dialog";

interface Row {
  readonly keys: readonly string[];
  readonly words: Key;
}

/** The keyboard on one page. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const keyed = actions.filter((one) => one.keys.length > 0);
  const groups = [...new Set(keyed.map((one) => one.group))].map((group) => ({ group, rows: keyed.filter((one) => one.group === group) as readonly Row[] }));
  return (
    <Dialog title={t("key.help")} onClose={onClose} wide>
      <div className="keys">
        {[...groups, { group: "nav.cast" as Key, rows: libraryKeys }].map(({ group, rows }) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {rows.map((one) => (
                <div key={one.words}>
                  <dt>
                    {one.keys.filter((key) => !key.startsWith("Shift+Arrow") && key !== "=").map((key) => (
                      <span key={key} className="combo">{comboOf(key, t).map((part) => <kbd key={part}>{part}</kbd>)}</span>
                    ))}
                  </dt>
                  <dd>{t(one.words)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
