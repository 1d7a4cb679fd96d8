// Everything that is brought into an open film: files dropped on it, its footage sheet, clips and drawings for one shot.
import { lazy, Suspense, useEffect } from "react";
import { useSearchParams } from "react-router";
import { useDocument } from "../document/store";
import { filmOf } from "../document/select";
import { openedNow } from "../projects/order";
import { Bringing } from "./Bringing";
import { keepFootage } from "./mine";
import { open, useSheet } from "./sheets";

const FootageSheet = lazy(() => import("./FootageSheet").then((module) => ({ default: module.FootageSheet })));
const ClipSheet = lazy(() => import("./ClipSheet").then((module) => ({ default: module.ClipSheet })));
const DrawSheet = lazy(() => import("./DrawSheet").then((module) => ({ default: module.DrawSheet })));

/** `?footage=<digest>&after=<shot>` shows the footage sheet, also after a reload. */
export function FilmBringing({ film }: { film: string }) {
  const [search, setSearch] = useSearchParams();
  const project = useDocument((state) => state.project);
  const shots = useDocument((state) => filmOf(state.records).shots.length);
  const sheet = useSheet((state) => state.open);
  const digest = search.get("footage");
  const ready = project?.id === film;
  useEffect(() => {
    openedNow(localStorage, film);
    return () => open(null);
  }, [film]);
  useEffect(() => {
    if (digest && /^[0-9a-f]{64}$/.test(digest)) keepFootage(localStorage, film, digest);
  }, [film, digest]);
  const close = (): void => {
    setSearch((now) => {
      const next = new URLSearchParams(now);
      next.delete("footage");
      next.delete("after");
      return next;
    }, { replace: true });
  };
  return (
    <>
      <Bringing film={film} />
      {ready && project ? (
        <Suspense fallback={null}>
          {digest ? <FootageSheet key={digest} project={project} digest={digest} after={search.get("after")} fresh={shots === 0} onClose={close} /> : null}
          {sheet?.is === "clip" ? <ClipSheet project={project} shot={sheet.shot} digest={sheet.digest} onClose={() => open(null)} /> : null}
          {sheet?.is === "drawing" ? <DrawSheet project={project} shot={sheet.shot} field={sheet.field} onClose={() => open(null)} /> : null}
        </Suspense>
      ) : null}
    </>
  );
}
