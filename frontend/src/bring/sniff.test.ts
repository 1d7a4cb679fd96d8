import { expect, test } from "vitest";
import { sortOf, type Sort } from "./sniff";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const is = (head: string, name: string): string => {
  const sort: Sort = sortOf(bytes(head), name);
  return sort.is === "refused" ? `refused ${sort.why}` : "by" in sort && sort.by ? `${sort.is} by ${sort.by}` : sort.is;
};

test("what a file is, is told by its bytes, whatever it is called", () => {
  expect(is("MZ\x90\0\x03", "holiday.mp4")).toBe("refused program");
  expect(is("\x7fELF\x02", "a.mov")).toBe("refused program");
  expect(is("\0\0\0\x18ftypmp42", "a.txt")).toBe("movie");
  expect(is("\0\0\0\x18ftypM4A ", "a.mp4")).toBe("audio");
  expect(is("\0\0\0\x18ftypheic", "IMG_1.HEIC")).toBe("refused heic");
  expect(is("\0\0\0\x18ftypavif", "a.avif")).toBe("picture by avif");
  expect(is("\x89PNG\r\n", "a.jpg")).toBe("picture");
  expect(is("\xff\xd8\xff\xe0", "a")).toBe("picture");
  expect(is("RIFF\0\0\0\0WEBPVP8", "a.webp")).toBe("picture");
  expect(is("RIFF\0\0\0\0WAVE", "a.wav")).toBe("audio");
  expect(is("RIFF\0\0\0\0AVI ", "a.avi")).toBe("movie");
  expect(is("\x1aE\xdf\xa3", "a.mkv")).toBe("movie");
  expect(is("\x40\0\0\0\0\0\0\0{\"lora", "style.safetensors")).toBe("adapter");
  expect(is("not weights at all", "style.safetensors")).toBe("refused model");
  expect(is("\xff\xfb\x90\x64", "a.mp3")).toBe("audio");
  expect(is("GIF89a", "a.gif")).toBe("picture by gif");
});

test("words are a screenplay when they come as one", () => {
  expect(is("INT. KITCHEN - NIGHT", "a.fountain")).toBe("screenplay");
  expect(is("\xff\xfeI\0N\0T\0", "a.txt")).toBe("screenplay");
  expect(is('<?xml version="1.0"?><FinalDraft>', "a.fdx")).toBe("screenplay");
  expect(is("\xe5\x86\x85\xe6\x99\xaf", "剧本.txt")).toBe("screenplay");
  expect(is("PK\x03\x04", "script.docx")).toBe("screenplay by word");
  expect(is("print('x')", "a.py")).toBe("refused unknown");
});

test("what cannot be taken is refused by its name", () => {
  expect(is('<svg xmlns="x"><script>alert(1)</script></svg>', "a.png")).toBe("refused svg");
  expect(is('<?xml version="1.0"?>\n<!-- a --><svg>', "a.txt")).toBe("refused svg");
  expect(is("%PDF-1.7", "script.txt")).toBe("refused pdf");
  expect(is("PK\x03\x04", "a.zip")).toBe("refused archive");
  expect(is("", "a.mp4")).toBe("refused empty");
  expect(is("<!DOCTYPE html><html>", "a.txt")).toBe("refused webpage");
  expect(is("II*\0", "photo.dng")).toBe("refused raw");
  expect(is("ab\0cd", "a.txt")).toBe("refused unknown");
});
