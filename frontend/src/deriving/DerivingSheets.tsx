// The sheets of deriving over the film, whichever is open.
import type { Film } from "../document/select";
import type { ProjectFields } from "../document/store";
import { AnimateSheet } from "./AnimateSheet";
import { BridgeSheet } from "./BridgeSheet";
import { EditSheet } from "./EditSheet";
import { ExtendSheet } from "./ExtendSheet";
import { LoopSheet } from "./LoopSheet";
import { OutpaintSheet } from "./OutpaintSheet";
import { SlowSheet } from "./SlowSheet";
import { openDeriving, useDeriving } from "./store";
import "./deriving.css";

const close = (): void => openDeriving(null);

/** None, most of the time. */
export function DerivingSheets({ film, project }: { readonly film: Film; readonly project: ProjectFields }) {
  const sheet = useDeriving((state) => state.sheet);
  if (!sheet) return null;
  if (sheet.is === "bridge") {
    const [before, after] = [film.byId.get(sheet.before), film.byId.get(sheet.after)];
    return before && after ? <BridgeSheet before={before} after={after} project={project} onClose={close} /> : null;
  }
  const one = film.byId.get(sheet.shot);
  const take = one?.takes.find((each) => each.id === (sheet.take ?? one.shot.take));
  if (!one || !take) return null;
  const shared = { one, take, film, project, onClose: close };
  switch (sheet.is) {
    case "video.edit":
      return <EditSheet {...shared} />;
    case "video.extend":
      return <ExtendSheet {...shared} />;
    case "video.loop":
      return <LoopSheet {...shared} />;
    case "video.outpaint":
      return <OutpaintSheet {...shared} />;
    case "video.animate":
      return <AnimateSheet {...shared} />;
    case "time.slow":
      return <SlowSheet {...shared} />;
  }
}
