// The words that a camera, a time of day, a weather, a pose and a face are chosen from, as the server knows them.
import type { NumberField } from "../forms/schema";

export const CAMERA = {
  size: ["ECU", "CU", "MCU", "MS", "MLS", "FS", "WS", "EWS"],
  angle: ["eye", "high", "low", "overhead", "dutch", "over-the-shoulder", "point-of-view", "profile", "reverse"],
  movement: [
    "static", "pan-left", "pan-right", "tilt-up", "tilt-down", "pedestal-up", "pedestal-down", "push", "pull", "truck-left",
    "truck-right", "orbit-left", "orbit-right", "zoom-in", "zoom-out", "handheld", "follow", "crane-up", "crane-down",
  ],
} as const;

export const TIMES = ["dawn", "morning", "day", "afternoon", "sunset", "dusk", "night"] as const;
export const WEATHERS = ["clear", "cloudy", "rain", "storm", "snow", "fog", "wind"] as const;
export const POSES = [
  "stand", "sit", "walk", "run", "lie", "kneel", "crouch", "lean", "reach", "hold", "carry", "work", "read", "drink", "phone", "point",
  "wave", "hug", "dance", "fight", "fall", "jump", "cross-arms", "hands-on-head", "drive",
] as const;
export const EXPRESSIONS = [
  "neutral", "happy", "laugh", "sad", "cry", "angry", "afraid", "surprised", "tender", "tired", "thinking", "disgusted",
] as const;

/** The length of a shot as a field: what the server allows. */
export const LENGTH: NumberField = {
  is: "number", name: "frames", title: "Length", help: "", unit: "frames", usual: undefined, nullable: false, whole: true, least: 1, most: 100_000, step: 1, slides: false,
};
