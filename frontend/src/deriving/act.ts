// Making a take of a take, and a shot between two: asked for, remembered as one step of undo, said in a word.
import { attempt } from "../api/act";
import { client, got } from "../api/client";
import { queries } from "../api/queries";
import type { components } from "../api/schema";
import type { Change, Value } from "../document/changes";
import { adopt, showing } from "../document/groups";
import { remember, useDocument } from "../document/store";
import { say } from "../film/verbs";
import type { Key } from "../i18n/en";
import { tell } from "../view/store";
import type { Derivation } from "./plan";

type Schemas = components["schemas"];

export interface Wish {
  readonly shot: string;
  readonly take: string;
  readonly operation: Derivation;
  readonly params: Readonly<Record<string, Value>>;
  readonly layer?: string | null;
  readonly picture?: string | null;
}

export const VERBS: Readonly<Record<Derivation | "video.bridge", Key>> = {
  "video.edit": "derive.edit", "video.extend": "derive.extend", "video.loop": "derive.loop", "video.outpaint": "derive.outpaint",
  "video.animate": "derive.animate", "time.slow": "derive.slow", "video.bridge": "derive.bridge",
};

const again = (): void => {
  for (const name of ["builds", "freshness", "takes"]) void queries.invalidateQueries({ queryKey: [name] });
};

const PATIENCE = 4000; // ms until the studio's own edit is here
const LOOK = 60;

/** What the studio did because I asked for it is one step of mine; where its edit does not come in time, showing the take is. */
export async function mine(shot: string, take: string, label: string): Promise<void> {
  const taken = useDocument.getState().records["shot"]?.[shot]?.["take"];
  const before = typeof taken === "string" && taken !== take ? taken : null;
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    const group = showing(shot, take);
    if (group) return adopt(group, label);
    await new Promise((done) => setTimeout(done, LOOK));
  }
  const shown = (to: string | null): Change[] => [{ kind: "shot", id: shot, set: { take: to } }];
  remember({ label, changes: shown(take), inverse: shown(before) });
}

/** Whether it was asked for; what was refused is told. */
export async function derive({ shot, take, operation, params, layer, picture }: Wish): Promise<boolean> {
  const body: Schemas["DeriveIn"] = { take, operation, params: { ...params }, ...(layer ? { layer } : {}), ...(picture ? { picture } : {}) };
  const done = await attempt(() => got(client.POST("/api/shots/{id}/derive", { params: { path: { id: shot } }, body })));
  if (!done) return false;
  void mine(shot, done.id, `${say(VERBS[operation])} ${done.slate}`);
  tell(say("derive.asked", { slate: done.slate }));
  again();
  return true;
}

export interface BridgeWish {
  readonly before: string;
  readonly after: string;
  readonly frames: number;
  readonly words: string;
  readonly checkpoint: string;
}

/** The new shot, or null when it was refused. */
export async function bridge(project: string, { before, after, frames, words, checkpoint }: BridgeWish): Promise<string | null> {
  const body: Schemas["BridgeIn"] = { before, after, frames, words, quality: "final", ...(checkpoint ? { checkpoint } : {}) };
  const done = await attempt(() => got(client.POST("/api/projects/{id}/bridge", { params: { path: { id: project } }, body })));
  if (!done) return null;
  adopt(done.group, `${say("derive.bridge")} ${done.take.slate}`);
  tell(say("derive.asked", { slate: done.take.slate }));
  again();
  return done.shot;
}
