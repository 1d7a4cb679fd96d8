// Where the playhead is after so much clock: speeds, ranges, loops; and one clock out of the sound's and the machine's. Pure.
import { frameAt, type Rate } from "../film/time";

/** A stretch of frames: `end` is the first that is not in it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Playing: from a frame on, at a speed (1: as it is meant to be seen; negative: backward), within a range, again and again or once. */
export interface Run {
  readonly from: number;
  readonly speed: number;
  readonly range: Range;
  readonly loop: boolean;
}

export interface Place {
  readonly frame: number;
  /** It came to the end of its range and does not loop. */
  readonly ended: boolean;
  /** How often it began anew. */
  readonly turns: number;
}

/** Where a run is after so many clock seconds. */
export function placeAt(run: Run, passed: number, rate: Rate): Place {
  const { start, end } = run.range;
  const length = Math.max(1, end - start);
  const steps = frameAt(Math.abs(run.speed) * Math.max(0, passed), rate);
  const at = run.from + Math.sign(run.speed) * steps - start;
  if (at >= 0 && at < length) return { frame: start + at, ended: false, turns: 0 };
  if (!run.loop) return { frame: at < 0 ? start : start + length - 1, ended: true, turns: 0 };
  const turns = Math.floor(at / length);
  return { frame: start + at - turns * length, ended: false, turns: Math.abs(turns) };
}

/** The frame from which playing begins: where the playhead stands, or the other end when there is nothing left to play. */
export function beginning(frame: number, speed: number, range: Range): number {
  const last = Math.max(range.start, range.end - 1);
  if (speed > 0 && (frame >= last || frame < range.start)) return range.start;
  if (speed < 0 && (frame <= range.start || frame > last)) return last;
  return frame;
}

/** L and J: pressed again it goes faster, up to eight times; the other way it begins anew. */
export function faster(speed: number, direction: 1 | -1): number {
  return direction * (Math.sign(speed) === direction ? Math.min(8, Math.max(1, Math.abs(speed)) * 2) : 1);
}

const JUMP = 0.06; // clock seconds by which the two may differ before the machine's follows at once
const PULL = 0.05; // otherwise this share of the difference at each look
const STILL = 0.3; // after so long without moving, the sound's clock has stopped: there is no sound card, or it was taken away

/**
 * One clock: it runs as evenly as the machine's, and where the sound's does, so that pictures keep to what is heard;
 * when there is no sound, or its clock stands still, it goes on. It never goes back.
 */
export class Pacer {
  private offset = 0;
  private last = -Infinity;
  private heard = { at: Number.NaN, since: 0 };

  /** `machine`: clock seconds of the machine; `sound`: of what is being heard now, null when nothing is. */
  now(machine: number, sound: number | null): number {
    if (sound !== null) {
      if (sound !== this.heard.at) this.heard = { at: sound, since: machine };
      if (machine - this.heard.since < STILL) {
        const off = sound - (machine + this.offset);
        this.offset += Math.abs(off) > JUMP ? off : off * PULL;
      }
    }
    this.last = Math.max(this.last, machine + this.offset);
    return this.last;
  }
}

