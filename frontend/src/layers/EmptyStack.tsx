// What can be done where there are no layers yet: three ways to begin, each one press.
import { takeUp } from "../canvas/store";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { addPeople } from "./people";

/** An empty stack; `ready`: there is a take to click on. */
export function EmptyStack({ shot, ready }: { readonly shot: string; readonly ready: boolean }) {
  const t = useWords();
  return (
    <section className="layers-empty">
      <p>{t("layers.empty")}</p>
      <Button icon="cut" disabled={!ready} onClick={() => takeUp("click")}>{t("layers.addClick")}</Button>
      <Button icon="person" onClick={() => addPeople(shot)}>{t("layers.addPeople")}</Button>
      <Button icon="picture" disabled={!ready} onClick={() => takeUp("place")}>{t("layers.addThing")}</Button>
    </section>
  );
}
