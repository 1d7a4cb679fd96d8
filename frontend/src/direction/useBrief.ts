// What the shot's model will get, asked again when the film has changed and the hand rests.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDocument } from "../document/store";
import { type Brief, briefOf } from "./api";

const SETTLED = 500; // ms after the last change

/** Undefined while it is asked for the first time. */
export function useBrief(shot: string): { readonly brief: Brief | undefined; readonly failed: boolean; readonly old: boolean } {
  const revision = useDocument((state) => state.revision);
  const [settled, setSettled] = useState(revision);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(revision), SETTLED);
    return () => clearTimeout(timer);
  }, [revision]);
  const told = useQuery({ queryKey: ["brief", shot, settled], queryFn: () => briefOf(shot), placeholderData: (before) => before, retry: 1 });
  return { brief: told.data, failed: told.isError, old: settled !== revision || told.isPlaceholderData };
}
