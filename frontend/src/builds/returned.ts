// What the studio is asked about an editor's cut that came back: how it differs, and to take it over.
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { asForm } from "../api/form";
import { queries } from "../api/queries";
import type { components } from "../api/schema";
import { adopt } from "../document/groups";

export type Returned = components["schemas"]["ReturnOut"];
export type Difference = components["schemas"]["DifferenceOut"];

/** Compare a timeline file with the cut that is here; with "take" make it the cut, which one undo takes back. */
export async function returned(timeline: string, file: File, then: "look" | "take", label: string): Promise<Returned | null> {
  const seen = await attempt(() =>
    got(client.POST("/api/timelines/{timeline_id}/returned", {
      params: { path: { timeline_id: timeline } },
      body: { file: file as unknown as string, then },
      bodySerializer: asForm,
    })),
  );
  if (seen?.group) {
    adopt(seen.group, label);
    for (const name of ["reel", "timelines", "readiness"]) void queries.invalidateQueries({ queryKey: [name] });
  }
  return seen;
}

/** How many differences there are of each kind, in the order in which they matter. Pure. */
export function counted(differences: readonly Pick<Difference, "kind">[]): readonly (readonly [Difference["kind"], number])[] {
  const order: readonly Difference["kind"][] = [
    "unlinked", "take", "removed", "added", "moved", "trimmed", "retimed", "switched", "transition", "marker",
  ];
  return order.map((kind) => [kind, differences.filter((one) => one.kind === kind).length] as const).filter(([, count]) => count > 0);
}
