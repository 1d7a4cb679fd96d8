// Single frames of a proxy, exact: one unseen player per proxy, asked for one frame after another, what was seen remembered.
import { clockAt, type Rate } from "../film/time";

const MOST = 80; // pictures kept
const PATIENCE = 8000; // ms for one frame

export interface Grabber {
  /** The picture of a frame; null when it cannot be had. The newest wish is served first. */
  readonly frame: (frame: number) => Promise<ImageBitmap | null>;
  readonly close: () => void;
}

/** A grabber of the proxy at this address. Frame n of the proxy is frame n at the rate. */
export function grabber(url: string, rate: Rate): Grabber {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.src = url;
  const kept = new Map<number, ImageBitmap>();
  const wishes = new Map<number, ((picture: ImageBitmap | null) => void)[]>();
  let busy = false;
  let over = false;

  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let next = [...wishes.keys()].pop(); next !== undefined && !over; next = [...wishes.keys()].pop()) {
      const told = wishes.get(next) ?? [];
      wishes.delete(next);
      const picture = kept.get(next) ?? (await grab(video, clockAt(next + 0.5, rate)));
      if (picture) keep(kept, next, picture);
      told.forEach((tell) => tell(picture));
    }
    busy = false;
  };
  return {
    frame: (frame) => {
      const known = kept.get(frame);
      if (known) return Promise.resolve(known);
      return new Promise((done) => {
        const told = wishes.get(frame) ?? [];
        wishes.delete(frame);
        wishes.set(frame, [...told, done]);
        void work();
      });
    },
    close: () => {
      over = true;
      wishes.forEach((told) => told.forEach((tell) => tell(null)));
      wishes.clear();
      kept.forEach((one) => one.close());
      kept.clear();
      video.removeAttribute("src");
      video.load();
    },
  };
}

function keep(kept: Map<number, ImageBitmap>, frame: number, picture: ImageBitmap): void {
  kept.delete(frame);
  kept.set(frame, picture);
  const oldest = kept.keys().next();
  if (kept.size > MOST && !oldest.done) kept.delete(oldest.value); // not closed: it may be on screen still
}

async function grab(video: HTMLVideoElement, at: number): Promise<ImageBitmap | null> {
  try {
    if (video.readyState < 1) await heard(video, "loadedmetadata");
    const there = heard(video, "seeked");
    video.currentTime = Math.min(at, Math.max(0, video.duration - 0.001));
    await there;
    if (video.readyState < 2) await heard(video, "loadeddata");
    return await createImageBitmap(video);
  } catch {
    return null;
  }
}

function heard(video: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((done, failed) => {
    const ended = (then: () => void) => () => {
      clearTimeout(timer);
      video.removeEventListener(name, well);
      video.removeEventListener("error", ill);
      then();
    };
    const well = ended(done);
    const ill = ended(() => failed(new Error("the proxy cannot be read")));
    const timer = setTimeout(ill, PATIENCE);
    video.addEventListener(name, well);
    video.addEventListener("error", ill);
  });
}
