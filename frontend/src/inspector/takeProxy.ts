// A take to look at, current or not: asked for once it is made, and again when its proxy is.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, got } from "../api/client";
import { steadied } from "../api/links";
import type { Made } from "../api/queries";
import { useMachine } from "../nodes/store";

/**
 * The proxy of a take; undefined until something is known. `under` names the effects of its shot where it must show them as they
 * are now; a small picture in a list keeps those it had, rather than make every take anew at every touch of a slider.
 */
export function useTakeProxy(take: string, made: boolean, under = ""): Made | undefined {
  const proxy = useQuery({
    queryKey: ["take-proxy", take, under],
    enabled: made,
    queryFn: async () => steadied(await got(client.POST("/api/takes/{take_id}/proxy", { params: { path: { take_id: take } } }))),
  });
  const status = useMachine((state) => state.nodes[proxy.data?.key ?? ""]?.status);
  const stale = proxy.data && !proxy.data.url && status === "done";
  const { refetch } = proxy;
  useEffect(() => {
    if (stale) void refetch();
  }, [stale, refetch]);
  return proxy.data;
}
