// What the chosen model cannot do without and the shot does not give it yet, with the way to give it.
import { useRef, useState } from "react";
import { sendFor } from "../bring/give";
import { say, set } from "../film/verbs";
import { usePanels } from "../api/queries";
import type { Film, ShotInFilm } from "../document/select";
import { useOpenFilm } from "../film/context";
import { useWords } from "../i18n";
import { tell } from "../view/store";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { type Model, wanting } from "./capability";
import { directionOf } from "./direction";
import { direct } from "./write";

/** Nothing where nothing is missing. Several shots are only told; one can be helped at once. */
export function Needs({ model, shots, film }: { readonly model: Model; readonly shots: readonly ShotInFilm[]; readonly film: Film }) {
  const t = useWords();
  const lacking = shots.filter((one) => !one.shot.footage).map((one) => ({ one, lacks: wanting(model.needs ?? [], one.shot, directionOf(one.shot.direction), follows(film, one)) }));
  const missing = lacking.filter(({ lacks }) => lacks.length > 0);
  const [found] = missing;
  if (!found) return null;
  const kinds = [...new Set(missing.flatMap(({ lacks }) => lacks))];
  const what = kinds.map((kind) => t(`dir.needs.${kind}`)).join(t("cast.comma"));
  return (
    <div className="needs" role="status">
      <p><Icon name="info" size={13} /> {shots.length === 1 ? t("dir.needs", { what }) : t("dir.needsSome", { what, count: missing.length })}</p>
      {shots.length === 1 ? <Give one={found.one} lacks={found.lacks} /> : null}
    </div>
  );
}

function Give({ one, lacks }: { readonly one: ShotInFilm; readonly lacks: ReturnType<typeof wanting> }) {
  const t = useWords();
  const { id } = useOpenFilm();
  const panel = usePanels(id).data?.get(one.shot.id)?.url;
  const input = useRef<HTMLInputElement>(null);
  const [field, setField] = useState<"first" | "last">("first");
  const [busy, setBusy] = useState(false);
  const give = async (to: "first" | "last", file: File): Promise<void> => {
    setBusy(true);
    const artifact = await sendFor(file, "picture").finally(() => setBusy(false));
    if (artifact) set("shot", one.shot.id, { [to]: artifact.digest }, say(`blank.${to}`)); // it is shot when somebody says so: that may cost
  };
  const takePanel = async (url: string): Promise<void> => {
    try {
      const picture = await (await fetch(url)).blob();
      await give("first", new File([picture], `${one.slate}.${picture.type.split("/")[1] ?? "jpg"}`, { type: picture.type }));
    } catch {
      tell(t("dir.needsPanelFailed"), "failed");
    }
  };
  return (
    <div className="row">
      {(["first", "last"] as const).filter((each) => lacks.includes(each)).map((each) => (
        <Button
          key={each} kind="quiet" icon="picture" disabled={busy || one.shot.locked}
          onClick={() => {
            setField(each);
            input.current?.click();
          }}
        >
          {t(busy ? "dir.sending" : `dir.needsGive.${each}`)}
        </Button>
      ))}
      {lacks.includes("first") && panel ? <Button kind="quiet" icon="start" disabled={busy || one.shot.locked} onClick={() => void takePanel(panel)}>{t("dir.needsPanel")}</Button> : null}
      {lacks.includes("pose") ? (
        <Button kind="quiet" icon="person" onClick={() => direct(t("dir.animatic"), [one], ({ animatic }) => ({ animatic: { kind: "pose", strength: animatic?.strength ?? 1 } }))}>{t("dir.needsPoses")}</Button>
      ) : null}
      <input
        ref={input} type="file" accept="image/*" hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void give(field, file);
          event.target.value = "";
        }}
      />
    </div>
  );
}

/** Whether there is a shot before it in its scene. */
function follows(film: Film, one: ShotInFilm): boolean {
  const own = film.scenes.find((each) => each.scene.id === one.shot.scene)?.shots ?? [];
  return own.findIndex((each) => each.shot.id === one.shot.id) > 0;
}
