// What can be done where there are no layers yet: three ways to begin, each one press.
import { takeUp } from "../canvas/store";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";
import { addPeople } from "./people";

/** An empty stack. */
export function EmptyStack({ shot }: { readonly shot: string }) {
  const t = useWords();
  return (
    <section className="layers-empty">
      <p>{t("layers.empty")}</p>
      <Button icon="cut" onClick={() => takeUp("click")}>{t("layers.addClick")}</Button>
      <Button icon="person" onClick={() => addPeople(shot)}>{t("layers.addPeople")}</Button>
      <Button icon="picture" onClick={() => takeUp("place")}>{t("layers.addThing")}</Button>
    </section>
  );
}
