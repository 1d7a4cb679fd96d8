// The `?` sheet: every key with what it does.
import { shortcuts } from "../film/keys";
import { useWords } from "../i18n";
import { Dialog } from "./Dialog";

const shown: Readonly<Record<string, string>> = {
  ArrowLeft: "←", ArrowRight: "→", Backspace: "⌫", Delete: "Del", Mod: "Ctrl", Escape: "Esc", Shift: "⇧", Alt: "Alt",
};

/** The keyboard on one page. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const groups = [...new Set(shortcuts.map((one) => one.group))];
  const name = (part: string): string => (part === "Space" ? t("key.space") : (shown[part] ?? (part.length === 1 ? part.toUpperCase() : part)));
  return (
    <Dialog title={t("key.help")} onClose={onClose} wide>
      <div className="keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {shortcuts.filter((one) => one.group === group).map((one) => (
                <div key={one.words}>
                  <dt>{one.keys.map((key) => <span key={key} className="combo">{key.split("+").map((part) => <kbd key={part}>{name(part)}</kbd>)}</span>)}</dt>
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
