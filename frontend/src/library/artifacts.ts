// Pictures that people brought in, by digest: looked up many at once, remembered, their links kept.
import { useEffect } from "react";
import { create } from "zustand";
import type { components } from "../api/schema";
import { client, got } from "../api/client";
import { steadied } from "../api/links";

export type Artifact = components["schemas"]["ArtifactOut"];

const AT_ONCE = 60;
const AGAIN = 4000; // ms after which what could not be asked is asked again

interface Known {
  readonly byDigest: Readonly<Record<string, Artifact | "gone">>;
}

const useKnown = create<Known>(() => ({ byDigest: {} }));
const wanted = new Map<string, Set<string>>(); // project → digests to ask for
const under = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Remember what an upload or another answer told. */
export function learn(artifacts: readonly Artifact[]): void {
  useKnown.setState(({ byDigest }) => ({ byDigest: { ...byDigest, ...Object.fromEntries(steadied(artifacts).map((one) => [one.digest, one])) } }));
}

async function ask(): Promise<void> {
  timer = undefined;
  for (const [project, digests] of wanted) {
    wanted.delete(project);
    const all = [...digests];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      try {
        const found = await got(client.GET("/api/projects/{id}/artifacts", { params: { path: { id: project }, query: { digests: some.join(",") } } }));
        learn(found);
        const there = new Set(found.map((one) => one.digest));
        const gone = some.filter((one) => !there.has(one));
        useKnown.setState(({ byDigest }) => ({ byDigest: { ...byDigest, ...Object.fromEntries(gone.map((one) => [one, "gone" as const])) } }));
      } catch {
        setTimeout(() => some.forEach((one) => want(project, one)), AGAIN);
      } finally {
        some.forEach((one) => under.delete(one));
      }
    }
  }
}

function want(project: string, digest: string): void {
  if (under.has(digest) || digest in useKnown.getState().byDigest) return;
  under.add(digest);
  const some = wanted.get(project);
  if (some) some.add(digest);
  else wanted.set(project, new Set([digest]));
  timer ??= setTimeout(() => void ask(), 20);
}

/** A picture that somebody brought in: undefined while it is looked up or when there is none, "gone" when its bytes are lost. */
export function useArtifact(project: string, digest: string | undefined): Artifact | "gone" | undefined {
  const known = useKnown((state) => (digest ? state.byDigest[digest] : undefined));
  useEffect(() => {
    if (digest && known === undefined) want(project, digest);
  }, [project, digest, known]);
  return known;
}
