// The sheets of layers over the film, whichever is open.
import type { Film } from "../document/select";
import { useDocument } from "../document/store";
import { view } from "../document/kinds";
import { DeliverSheet } from "./DeliverSheet";
import { LendSheet } from "./LendSheet";
import { PlacesSheet } from "./PlacesSheet";
import { layersOf } from "./records";
import { ReplaceSheet } from "./ReplaceSheet";
import { openSheet, useLayers } from "./store";

const close = (): void => openSheet(null);

/** None, most of the time. */
export function LayerSheets({ film }: { readonly film: Film }) {
  const sheet = useLayers((state) => state.sheet);
  const layer = useDocument((state) => {
    const id = sheet && sheet.is !== "places" ? sheet.layer : "";
    const fields = state.records["layer"]?.[id];
    return fields ? layersOf(state.records, view("layer", id, fields).shot).find((one) => one.id === id) : undefined;
  });
  if (sheet?.is === "places") return <PlacesSheet shots={sheet.shots} location={sheet.location ?? null} film={film} onClose={close} />;
  if (!sheet || !layer) return null;
  if (sheet.is === "deliver") return <DeliverSheet layer={layer} onClose={close} />;
  if (sheet.is === "borrow") return <LendSheet layer={layer} film={film} onClose={close} />;
  return <ReplaceSheet layer={layer} onClose={close} />;
}
