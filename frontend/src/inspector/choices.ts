// The words that a camera, a time of day and a weather are chosen from, as the server knows them.
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
