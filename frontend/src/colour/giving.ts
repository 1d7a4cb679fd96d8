// What an effect of colour is given: a table or a picture that somebody brings, another shot. Each one edit, undone like any other.
import { ApiProblem } from "../api/client";
import { type Media, isCancelled, uploadFile } from "../bring/uploads";
import type { Value } from "../document/changes";
import type { Effect, Given } from "../effects/stack";
import { change } from "../film/verbs";
import { problemWords } from "../i18n/problems";
import { learn } from "../library/artifacts";
import { tell } from "../view/store";

/** Give a port something, take it away (null), and leave what other ports have. */
export function give(effect: Effect, ports: Readonly<Record<string, Given | null>>, label: string): void {
  const inputs: Record<string, Value> = { ...(effect.inputs as Record<string, Value>) };
  for (const [port, given] of Object.entries(ports)) {
    if (given) inputs[port] = given;
    else delete inputs[port];
  }
  change(label, [{ kind: "effect", id: effect.id, set: { inputs } }]);
}

/** Send a file; its digest, or null when it was refused: the reason is told. `share` hears how much has arrived, 0…1. */
export async function sendFile(file: File, media: Media, share: (part: number) => void): Promise<string | null> {
  try {
    const artifact = await uploadFile(file, media, { onProgress: ({ sent, size }) => share(size > 0 ? sent / size : 0) });
    learn([artifact]);
    return artifact.digest;
  } catch (problem) {
    if (problem instanceof ApiProblem) tell(problemWords(problem), "failed");
    else if (!isCancelled(problem)) throw problem;
    return null;
  }
}
