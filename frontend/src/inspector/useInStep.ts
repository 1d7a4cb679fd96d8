// Two videos as one: the first leads, the second is kept on its frame, both go round together at the end of the shorter.
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Rate } from "../film/time";
import { clockAt } from "../film/time";
import { correction, middleOf, shownAt } from "./compare";

interface InStep {
  readonly leads: RefObject<HTMLVideoElement | null>;
  readonly follows: RefObject<HTMLVideoElement | null>;
  readonly frame: number;
  readonly frames: number;
  readonly playing: boolean;
  readonly play: (playing: boolean) => void;
  readonly seek: (frame: number) => void;
}

/** `usual` is how many frames they have until they say so themselves. */
export function useInStep(rate: Rate, first: string, second: string, usual: number): InStep {
  const leads = useRef<HTMLVideoElement>(null);
  const follows = useRef<HTMLVideoElement>(null);
  const [frame, setFrame] = useState(0);
  const [frames, setFrames] = useState(usual);
  const [playing, setPlaying] = useState(true);
  const wanted = useRef({ playing: true, frame: 0 });
  const { numerator, denominator } = rate;

  const seek = useCallback((to: number): void => {
    wanted.current.frame = to;
    setFrame(to);
    for (const video of [leads.current, follows.current]) if (video) video.currentTime = middleOf(to, { numerator, denominator });
  }, [numerator, denominator]);

  const play = useCallback((now: boolean): void => {
    wanted.current.playing = now;
    setPlaying(now);
    for (const video of [leads.current, follows.current]) {
      if (now) video?.play().catch(() => undefined); // not loaded yet: the loop below starts it
      else video?.pause();
    }
    const [one, other] = [leads.current, follows.current];
    if (now || !one) return;
    if (other) other.playbackRate = 1;
    seek(shownAt(one.currentTime, Number.MAX_SAFE_INTEGER, { numerator, denominator }));
  }, [numerator, denominator, seek]);

  useEffect(() => {
    const own = { numerator, denominator };
    let next = 0;
    const tick = (): void => {
      next = requestAnimationFrame(tick);
      const [one, other] = [leads.current, follows.current];
      if (!one || !other || one.readyState < 2 || other.readyState < 2) return;
      const count = Math.max(1, Math.round((Math.min(one.duration, other.duration) * numerator) / denominator));
      setFrames(count);
      if (!wanted.current.playing) return;
      if (one.ended || one.currentTime >= clockAt(count, own) - 0.002 || other.ended) {
        one.currentTime = other.currentTime = 0;
        other.playbackRate = 1;
      }
      if (one.seeking || other.seeking) return;
      for (const video of [one, other]) if (video.paused) void video.play().catch(() => undefined); // the page is hidden: it goes on when it is seen
      const how = correction(one.currentTime, other.currentTime, true, own);
      if (how.is === "seek") other.currentTime = how.clock;
      else if (how.is === "pace") other.playbackRate = how.rate;
      setFrame(shownAt(one.currentTime, count, own));
    };
    next = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(next);
  }, [numerator, denominator, first, second]);

  useEffect(() => {
    if (!wanted.current.playing) seek(wanted.current.frame); // another take: on the same frame
  }, [first, second, seek]);

  return { leads, follows, frame: Math.min(frame, frames - 1), frames, playing, play, seek };
}
