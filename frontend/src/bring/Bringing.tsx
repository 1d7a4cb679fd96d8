// Drop or paste anywhere: files over the window are shown where they would land, and come in from there.
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { useWords } from "../i18n";
import { CardOffers } from "./CardOffers";
import { filesOf, hasFiles } from "./folders";
import type { Spot } from "./placing";
import { sorted } from "./sniff";
import { bring, type Landing } from "./take";
import { typing } from "./useKeys";
import { useView } from "../view/store";
import "./bring.css";

interface Over extends Spot {
  readonly box: DOMRect | null;
}

interface Offer {
  readonly shot: string;
  readonly file: File;
  readonly is: "picture" | "movie";
}

const found = (element: Element | null, prefix: string): [string, Element] | null => {
  const holder = element?.closest(`[id^="${prefix}"]`);
  return holder ? [holder.id.slice(prefix.length), holder] : null;
};

function under(event: DragEvent): Over {
  const element = event.target instanceof Element ? event.target : null;
  const card = found(element, "card-");
  const scene = found(element, "scene-");
  return { shot: card?.[0], scene: scene?.[0], box: (card ?? scene)?.[1].getBoundingClientRect() ?? null };
}

/** Listens for files over the window, on the page of all films (`film` null) or in a film. Whoever took a drop before has it. */
export function Bringing({ film }: { film: string | null }) {
  const t = useWords();
  const go = useNavigate();
  const [over, setOver] = useState<Over | null>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const latest = useRef<Landing>({ film, go: () => undefined, untitled: "" });
  latest.current = { film, go: (to) => void go(to), untitled: t("projects.untitled") };

  useEffect(() => {
    let own = false; // a picture of the page itself is dragged: also a file, to the browser
    const began = (): void => void (own = true);
    const ended = (): void => void (own = false);
    const moved = (event: DragEvent): void => {
      if (own || event.defaultPrevented || !hasFiles(event.dataTransfer)) return setOver(null);
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      if (document.querySelector("dialog[open]")) return; // what lies open takes nothing, and nothing lands beneath it
      const next = under(event);
      setOver((known) => (known && known.shot === next.shot && known.scene === next.scene ? known : next));
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(null);
    };
    const dropped = (event: DragEvent): void => {
      setOver(null);
      if (own || event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (document.querySelector("dialog[open]")) return;
      const { shot, scene } = under(event);
      const spot = { shot, scene };
      void filesOf(event.dataTransfer).then(async (files) => {
        const [file, ...more] = files;
        if (shot && file && more.length === 0) {
          const sort = await sorted(file);
          if (sort.is === "picture" || sort.is === "movie") return setOffer({ shot, file, is: sort.is });
        }
        await bring(files, { ...latest.current, ...spot });
      });
    };
    // A picture or a file that was copied elsewhere comes after the chosen shot; the page of all films hears of it by itself.
    const pasted = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      const words = typing(event.target) && event.clipboardData?.types.includes("text/plain");
      if (event.defaultPrevented || latest.current.film === null || files.length === 0 || words) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      void bring(files, { ...latest.current, shot: useView.getState().selection.at(-1) });
    };
    window.addEventListener("paste", pasted);
    const pairs = [["dragstart", began], ["dragend", ended], ["dragover", moved], ["dragleave", left], ["drop", dropped]] as const;
    for (const [name, heard] of pairs) window.addEventListener(name, heard as EventListener);
    return () => {
      window.removeEventListener("paste", pasted);
      for (const [name, heard] of pairs) window.removeEventListener(name, heard as EventListener);
    };
  }, []);

  return (
    <>
      {over ? <Hint over={over} film={film} /> : null}
      {offer ? <CardOffers {...offer} onClose={() => setOffer(null)} onElse={(spot) => void bring([offer.file], { ...latest.current, ...spot })} /> : null}
    </>
  );
}

function Hint({ over, film }: { over: Over; film: string | null }) {
  const t = useWords();
  const known = filmOf(useDocument((state) => state.records));
  const slate = over.shot ? known.byId.get(over.shot)?.slate : undefined;
  const number = over.scene ? known.scenes.find((one) => one.scene.id === over.scene)?.scene.number : undefined;
  const where = slate ? t("drop.onShot", { slate }) : number ? t("drop.inScene", { number }) : t(film ? "drop.film" : "drop.films");
  const box = over.box;
  return (
    <div className="drop-hint" role="status">
      {box ? <span className="drop-target" style={{ left: box.left, top: box.top, width: box.width, height: box.height }} /> : null}
      <p><strong>{t("drop.title")}</strong><span>{where}</span></p>
    </div>
  );
}
