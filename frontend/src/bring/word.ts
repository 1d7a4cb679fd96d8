// The words of a Word document, paragraph by paragraph, unpacked in the browser: the studio itself reads plain text only.

const FILE = "word/document.xml";
const MOST = 40_000_000; // bytes of the unpacked document: far beyond any screenplay

/** What is wrong with the document, in a word. */
export class WordInvalid extends Error {}

/** The text of a .docx; raises WordInvalid when it has none that can be read. */
export async function wordText(file: File): Promise<string> {
  const packed = new Uint8Array(await file.arrayBuffer());
  const xml = new TextDecoder().decode(await entry(packed, FILE));
  const read = new DOMParser().parseFromString(xml, "application/xml");
  if (read.querySelector("parsererror")) throw new WordInvalid("xml");
  const paragraphs = [...read.getElementsByTagName("w:p")].map(textOf);
  return paragraphs.join("\n").replace(/\n{3,}/g, "\n\n");
}

function textOf(paragraph: Element): string {
  let text = "";
  for (const node of paragraph.getElementsByTagName("*")) {
    if (node.tagName === "w:t") text += node.textContent;
    else if (node.tagName === "w:tab") text += "\t";
    else if (node.tagName === "w:br") text += "\n";
  }
  return text;
}

/** The unpacked bytes of one file of a zip. */
async function entry(zip: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new WordInvalid("zip");
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= zip.length; left--) {
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [named, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
    const local = view.getUint32(at + 42, true);
    if (new TextDecoder().decode(zip.subarray(at + 46, at + 46 + named)) === name) {
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      return unpacked(zip.subarray(start, start + size), method);
    }
    at += 46 + named + extra + comment;
  }
  throw new WordInvalid("document");
}

async function unpacked(bytes: Uint8Array, method: number): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(bytes);
  if (method === 0) return copy;
  if (method !== 8) throw new WordInvalid("method");
  const reader = new Blob([copy]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > MOST) throw new WordInvalid("large");
    parts.push(read.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
