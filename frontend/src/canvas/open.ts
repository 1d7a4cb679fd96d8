// Opening and closing the canvas: it is an address of its own, so that it can be linked to and the browser's back leads out of it.
import { useCallback, useEffect, useRef } from "react";
import { useNavigate, useNavigationType, useSearchParams } from "react-router";

/** Where a shot's canvas is, as `go` of the actions takes it. */
export const canvasOf = (shot: string): string => `board?canvas=${encodeURIComponent(shot)}`;

/** The shot whose canvas the address asks for, or nothing. */
export function useCanvasShot(): string | null {
  const [search] = useSearchParams();
  return search.get("canvas");
}

/** Closes the canvas: back where one came from, or to the board where the canvas was linked to. */
export function useClose(project: string): () => void {
  const navigate = useNavigate();
  const type = useNavigationType();
  const pushed = useRef(false);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) pushed.current = type === "PUSH";
    first.current = false;
  }, [type]);
  return useCallback(() => {
    if (pushed.current) void navigate(-1);
    else void navigate(`/p/${project}/board`, { replace: true });
  }, [navigate, project]);
}
