// Which screen an address shows; who is not logged in is asked to, once.
import { lazy, Suspense, useEffect } from "react";
import { Navigate, Route, Routes } from "react-router";
import { useMe } from "./api/queries";
import { ApiProblem } from "./api/client";
import { BringPanel } from "./bring/BringPanel";
import { useLanguage, useWords } from "./i18n";
import { Projects } from "./projects/Projects";
import { Login } from "./projects/Login";
import { Toasts } from "./ui/Toasts";

const FilmScreen = lazy(() => import("./film/FilmScreen").then((module) => ({ default: module.FilmScreen })));

/** The whole app. */
export function App() {
  const t = useWords();
  const language = useLanguage((state) => state.language);
  const me = useMe();
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  }, [language]);
  if (me.error instanceof ApiProblem && me.error.status === 401) return <Login onIn={() => void me.refetch()} />;
  return (
    <>
      <Suspense fallback={<p className="waiting">{t("common.loading")}</p>}>
        <Routes>
          <Route path="/" element={<Projects />} />
          <Route path="/p/:id" element={<Navigate to="board" replace />} />
          <Route path="/p/:id/:place" element={<FilmScreen />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </Suspense>
      <BringPanel />
      <Toasts />
    </>
  );
}
