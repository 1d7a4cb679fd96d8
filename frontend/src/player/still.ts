// The frame on screen as a picture file.
import { shotAt } from "../document/select";
import type { Rate } from "../film/time";
import { useView } from "../view/store";
import { playback } from "./playback";
import { timecodeOf } from "./timecode";

/** Offer the frame on screen to be kept as a PNG, named after the film, the shot and its timecode. */
export async function saveStill(title: string, rate: Rate): Promise<void> {
  const { frame } = useView.getState();
  const picture = await playback.picture();
  if (!picture) return;
  const slate = shotAt(playback.film(), frame)?.slate ?? "";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = `${[title.trim() || "Film", slate, timecodeOf(frame, rate)].filter(Boolean).join(" ").replace(/[:;]/g, ".").replace(/[/\\*?"<>|]/g, "")}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
