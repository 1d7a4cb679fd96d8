// A layer as a file to take along: which form, how its alpha is kept; made, and then downloaded.
import { useEffect, useState } from "react";
import { attempt } from "../api/act";
import { queries } from "../api/queries";
import type { Layer } from "../document/kinds";
import { useWords } from "../i18n";
import { useMachine } from "../nodes/store";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { deliver, type Deliverable } from "./api";
import { useWay } from "./stack";
import { nameOf } from "./verbs";
import { WayLine } from "./WayLine";

const FORMS = ["prores4444", "png"] as const;
const EVERY = 2500; // ms between two looks at how far it is
const ALPHAS = ["straight", "premultiplied"] as const;

/** The sheet. */
export function DeliverSheet({ layer, onClose }: { readonly layer: Layer; readonly onClose: () => void }) {
  const t = useWords();
  const [wish, setWish] = useState<Deliverable>({ form: "prores4444", alpha: "straight" });
  const [made, setMade] = useState<Awaited<ReturnType<typeof deliver>> | null>(null);
  const way = useWay(made);
  const node = useMachine((state) => state.nodes[made?.key ?? ""]?.status);
  const ask = async (): Promise<void> => {
    const found = await attempt(() => deliver(layer.id, wish));
    if (found) setMade(found);
    void queries.invalidateQueries({ queryKey: ["builds"] });
  };
  const going = made !== null && !made.url && made.status !== "failed";
  useEffect(() => {
    if (!going) return undefined;
    const timer = setInterval(() => void ask(), EVERY);
    if (node === "done") void ask(); // its link
    return () => clearInterval(timer);
  }, [going, node, wish]); // eslint-disable-line -- `ask` asks for what was asked
  const turn = (part: Partial<Deliverable>): void => {
    setWish({ ...wish, ...part });
    setMade(null);
  };
  return (
    <Dialog title={t("deliver.title", { name: nameOf(layer) })} onClose={onClose}>
      <fieldset className="presets plain">
        <legend className="visually-hidden">{t("deliver.form")}</legend>
        {FORMS.map((form) => (
          <label key={form} className={wish.form === form ? "preset on" : "preset"}>
            <input type="radio" name="form" checked={wish.form === form} onChange={() => turn({ form })} />
            <b>{t(`deliver.${form}`)}</b><span>{t(`deliver.${form}.note`)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="presets plain">
        <legend>{t("deliver.alpha")}</legend>
        {ALPHAS.map((alpha) => (
          <label key={alpha} className={wish.alpha === alpha ? "preset on" : "preset"}>
            <input type="radio" name="alpha" checked={wish.alpha === alpha} onChange={() => turn({ alpha })} />
            <b>{t(`deliver.${alpha}`)}</b><span>{t(`deliver.${alpha}.note`)}</span>
          </label>
        ))}
      </fieldset>
      <footer>
        <span className="deliver-way" role="status">{made ? (made.url ? t("deliver.done") : <WayLine way={way} onAgain={() => void ask()} />) : null}</span>
        <span className="space" />
        {made?.url ? (
          <a className="button act" href={made.url} download={made.name}>{t("common.download")}</a>
        ) : <Button kind="act" icon="download" disabled={going} onClick={() => void ask()}>{t("deliver.make")}</Button>}
      </footer>
    </Dialog>
  );
}
