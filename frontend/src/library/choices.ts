// What a look and a place can be set to, as the server knows them (a test there compares the two).
export const LOOK = {
  figure: ["child", "teen", "adult", "elder"],
  gender: ["woman", "man", "person"],
  build: ["slim", "average", "broad", "heavy"],
  hair: ["bald", "buzz", "short", "side-part", "curly", "bob", "long", "ponytail", "bun", "braids", "afro", "messy", "wavy"],
  beard: ["none", "stubble", "moustache", "goatee", "full"],
  glasses: ["none", "round", "square", "sun"],
  hat: ["none", "cap", "beanie", "brim", "straw", "helmet", "hood", "headscarf", "crown", "chef"],
  top: [
    "shirt", "t-shirt", "sweater", "jacket", "coat", "suit", "dress", "hoodie", "apron", "uniform", "robe", "vest", "raincoat"
  ],
  bottom: ["trousers", "jeans", "skirt", "shorts", "none"],
} as const;

export const PLACE = {
  kind: [
    "room", "living-room", "bedroom", "kitchen", "bathroom", "office", "classroom", "hospital", "cafe", "restaurant", "bar",
    "shop", "library", "corridor", "stairs", "workshop", "warehouse", "theatre", "station-interior", "car-interior",
    "train-interior", "boat-cabin", "cave",
    "street", "alley", "square", "market", "park", "garden", "forest", "field", "mountain", "desert", "beach", "pier", "sea",
    "river", "lake", "bridge", "road", "rooftop", "station-platform", "harbour", "village", "courtyard", "cemetery",
    "snowfield", "ruins", "space", "sky"
  ],
  features: [
    "window", "door", "curtain", "fireplace", "bookshelf", "piano", "sofa", "bed", "desk", "table", "counter", "lamp",
    "chandelier", "painting", "mirror", "clock", "plant", "flowers", "rug", "screen", "blackboard", "stage", "bottles",
    "candles", "neon", "lanterns", "signs", "bench", "fountain", "statue", "trees", "palms", "bamboo", "grass", "rocks",
    "fence", "wall", "gate", "stairs", "boats", "nets", "lighthouse", "cars", "crowd", "umbrellas", "crates", "barrels",
    "pipes", "machines", "easel", "gym", "court", "spotlights", "old", "modern", "luxurious", "poor", "dirty", "empty",
    "crowded", "ruined", "snowy", "autumn", "spring", "waterfall", "pool", "altar", "columns", "temple", "castle",
    "skyscrapers", "bridge", "tracks", "tent", "campfire"
  ],
} as const;

/** The kinds of place that are inside; the rest are outside. */
export const INSIDE: ReadonlySet<string> = new Set(PLACE.kind.slice(0, PLACE.kind.indexOf("cave") + 1));

/** Colours of a look, in the order in which they are asked for, and which part each one colours. */
export const COLOURS = {
  skin: ["#ffe0c4", "#f2c9a0", "#e0ac87", "#c98d62", "#a56a43", "#7a4a2c", "#5a3520", "#3d2417"],
  hair_colour: ["#141210", "#3a2a20", "#5b3a22", "#8a5a2c", "#c69a55", "#e6cf9a", "#a63c22", "#8c8c90", "#d9d9dc", "#f4f4f2"],
  eye_colour: ["#3b2a20", "#6b4a2b", "#5a7a4a", "#4a7fa8", "#7d8a94", "#1c1917"],
  cloth: [
    "#1b1c20", "#4a4e57", "#8f949c", "#e8e2d6", "#b5443c", "#d97836", "#e3b23c", "#7a9a3a", "#2f7d55", "#3d9da0", "#3a6ea5",
    "#27406f", "#6a4a94", "#c2628f", "#6b4f3a", "#a98b63"
  ],
} as const;

export type LookPart = keyof typeof LOOK;
