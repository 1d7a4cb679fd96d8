// What a file is, told by its first bytes and, where these say nothing, by its name: what was dropped is sorted by it. Pure.

/** What the studio can take in. */
export type Taken = "screenplay" | "picture" | "movie" | "audio" | "adapter";

/** What it cannot, each with words of its own: `refuse.<why>`. */
export type Refused =
  | "empty" | "program" | "svg" | "heic" | "pdf" | "archive" | "oldWord" | "rtf" | "raw" | "webpage" | "model" | "subtitles" | "unknown";

export type Sort = { readonly is: Taken; readonly by?: "word" | "gif" | "avif" } | { readonly is: "refused"; readonly why: Refused };

/** How many bytes from the beginning are needed. */
export const HEAD = 4096;

const SCRIPTS = new Set(["fountain", "spmd", "fdx", "txt", "text", "md", "markdown", ""]);
const RAW = new Set(["cr2", "cr3", "nef", "arw", "dng", "raf", "orf", "rw2", "psd", "psb", "exr", "jxl"]);
const refused = (why: Refused): Sort => ({ is: "refused", why });

/** The end of a name, in small letters, without the dot. */
export const ending = (name: string): string => (name.includes(".") ? (name.split(".").pop() ?? "").toLowerCase() : "");

/** What these first bytes of a file called `name` are. */
export function sortOf(head: Uint8Array, name: string): Sort {
  if (head.length === 0) return refused("empty");
  const end = ending(name);
  return RAW.has(end) && !startsAsMovie(head) ? refused("raw") : (byMagic(head, end) ?? byText(head, end));
}

const ascii = (head: Uint8Array, from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
const starts = (head: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);
const startsAsMovie = (head: Uint8Array): boolean => ascii(head, 4, 8) === "ftyp";

function byMagic(head: Uint8Array, end: string): Sort | null {
  const four = ascii(head, 0, 4);
  if (starts(head, 0x89, 0x50, 0x4e, 0x47) || starts(head, 0xff, 0xd8, 0xff)) return { is: "picture" };
  if (four === "GIF8") return { is: "picture", by: "gif" };
  if (four === "II*\0" || four === "MM\0*" || (four.startsWith("BM") && end === "bmp")) return { is: "picture" };
  if (four === "RIFF" || four === "RF64") return riff(ascii(head, 8, 12));
  if (ascii(head, 4, 8) === "ftyp") return boxes(head);
  if (["moov", "mdat", "wide", "free", "skip", "pnot"].includes(ascii(head, 4, 8))) return { is: "movie" };
  if (starts(head, 0x1a, 0x45, 0xdf, 0xa3)) return { is: "movie" };
  if (starts(head, 0x06, 0x0e, 0x2b, 0x34) || starts(head, 0x00, 0x00, 0x01, 0xba) || four === "FLV\x01") return { is: "movie" };
  if (head[0] === 0x47 && head[188] === 0x47) return { is: "movie" };
  if (starts(head, 0x30, 0x26, 0xb2, 0x75)) return { is: end === "wma" ? "audio" : "movie" };
  if (four === "fLaC" || four.startsWith("ID3") || four === "FORM") return { is: "audio" };
  if (four === "OggS") return { is: end === "ogv" ? "movie" : "audio" };
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && head[1] !== 0xfe && head[1] !== 0xff) return { is: "audio" };
  return packed(head, four, end);
}

function riff(form: string): Sort {
  if (form === "WEBP") return { is: "picture" };
  return form === "AVI " ? { is: "movie" } : form === "WAVE" ? { is: "audio" } : refused("unknown");
}

function boxes(head: Uint8Array): Sort {
  const brand = ascii(head, 8, 12);
  if (["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"].includes(brand)) return refused("heic");
  if (brand === "avif" || brand === "avis") return { is: "picture", by: "avif" };
  if (brand === "crx ") return refused("raw");
  return { is: brand.startsWith("M4A") || brand.startsWith("M4B") ? "audio" : "movie" };
}

function packed(head: Uint8Array, four: string, end: string): Sort | null {
  if (four.startsWith("MZ") || four === "\x7fELF" || four.startsWith("#!")) return refused("program");
  if (starts(head, 0xcf, 0xfa, 0xed, 0xfe) || starts(head, 0xfe, 0xed, 0xfa) || starts(head, 0xca, 0xfe, 0xba, 0xbe)) return refused("program");
  if (four === "%PDF") return refused("pdf");
  if (four === "PK\x03\x04") return end === "docx" ? { is: "screenplay", by: "word" } : refused("archive");
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) return refused("oldWord");
  if (starts(head, 0x1f, 0x8b) || four === "7z\xbc\xaf" || four === "Rar!" || four === "BZh9") return refused("archive");
  if (end === "safetensors" && head[8] === 0x7b) return { is: "adapter" }; // the length of its header, then JSON
  if (four === "glTF" || ["obj", "fbx", "blend", "safetensors", "gguf"].includes(end)) return refused("model");
  return four === "{\\rt" ? refused("rtf") : null;
}

function byText(head: Uint8Array, end: string): Sort {
  const wide = starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff);
  if (!wide && head.includes(0)) return refused("unknown");
  const text = ascii(head, 0, Math.min(head.length, 1024)).replaceAll("\0", "").replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "").trimStart();
  if (/^<svg|^<\?xml[^>]*>\s*(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg/i.test(text) || end === "svg") return refused("svg");
  if (/<FinalDraft/i.test(text)) return { is: "screenplay" };
  if (/^(<!doctype html|<html)/i.test(text)) return refused("webpage");
  if (["srt", "vtt", "ass"].includes(end)) return refused("subtitles");
  return SCRIPTS.has(end) ? { is: "screenplay" } : refused("unknown");
}

/** Read what is needed of a file and sort it. */
export async function sorted(file: File): Promise<Sort> {
  if (file.size === 0) return refused("empty");
  try {
    return sortOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()), file.name);
  } catch {
    return refused("empty"); // a folder, or a file that went away meanwhile
  }
}
