// The `?` sheet: every key with what it does.
import { actions } from "../film/actions";
import { useWords } from "../i18n";
import { comboOf } from "./combos";
import { Dialog } from "./Dialog";

/** The keyboard on one page. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const keyed = actions.filter((one) => one.keys.length > 0);
  const groups = [...new Set(keyed.map((one) => one.group))];
  return (
    <Dialog title={t("key.help")} onClose={onClose} wide>
      <div className="keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {keyed.filter((one) => one.group === group).map((one) => (
                <div key={one.id}>
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
