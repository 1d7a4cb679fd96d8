// Bringing things in, in a real browser: bad files and odd ones, five hundred at once, a cut line, a film of one's own, pictures for a shot.
// node bringing.mjs <address> <folder> [en|zh]   (needs ffmpeg on the path for the films that it tries)
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { check, drop, ffmpeg, story, until } from "./browser.mjs";

const files = join(process.argv[3], "files");
mkdirSync(files, { recursive: true });
// ---- files ----
const at = (name) => join(files, name);
const film = (name, ...options) => {
  ffmpeg(...options, at(name));
  return at(name);
};
const moving = (size, rate, length) => ["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=${rate}:duration=${length}`];
const tone = (length) => ["-f", "lavfi", "-i", `sine=frequency=440:duration=${length}`];
const write = (name, bytes) => {
  writeFileSync(at(name), bytes);
  return at(name);
};
const sparse = (name, size, head) => {
  const file = openSync(at(name), "w");
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
  return at(name);
};
const crcs = Array.from({ length: 256 }, (_, one) => {
  for (let bit = 0; bit < 8; bit++) one = one & 1 ? 0xedb88320 ^ (one >>> 1) : one >>> 1;
  return one >>> 0;
});
const crc = (bytes) => (bytes.reduce((sum, byte) => crcs[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
const chunk = (kind, data) => {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
};
const png = (width, height, shade) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8); // greys
  const rows = Buffer.alloc((width + 1) * Math.min(height, 4096), shade);
  for (let row = 0; row < rows.length; row += width + 1) rows[row] = 0;
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
};

const plain = film("plain.mp4", ...moving("320x180", 24, 3), ...tone(3), "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");
const whole = readFileSync(plain);
const bad = {
  "larger than a file may be": sparse("huge.mp4", 9 * 2 ** 30, whole.subarray(0, 4096)),
  "cut short": write("truncated.mp4", whole.subarray(0, whole.length * 0.6)),
  "a program called a film": write("holiday.mp4", Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(5000, 7)])),
  "an image bomb": write("bomb.png", png(60_000, 60_000, 0)),
  "an SVG with a script": write("drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  "sound alone": film("sound.mp3", ...tone(2)),
  "a PDF": write("script.pdf", "%PDF-1.7\n%nothing"),
  "nothing at all": write("empty.mov", ""),
  "damaged": write("noise.mp4", Buffer.concat([whole.subarray(0, 64), Buffer.alloc(60_000, 0x5a)])),
};
const good = {
  "8 sound tracks": film("eight.mp4", ...moving("320x180", 24, 2), ...tone(2), "-map", "0:v", ...Array(8).fill(["-map", "1:a"]).flat(), "-c:v", "libx264", "-c:a", "aac"),
  "turned by a phone": film("turned.mp4", "-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90"),
  "variable frame rate": film("variable.mp4", ...moving("320x180", 30, 4), "-vf", "setpts='N/30/TB+floor(N/20)*0.13/TB'", "-fps_mode", "vfr", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
  "HDR": film("hdr.mp4", ...moving("320x180", 25, 2), "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params", "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:log-level=error", "-tag:v", "hvc1"),
  "10 bits": film("ten.mp4", ...moving("320x180", 25, 2), "-pix_fmt", "yuv420p10le", "-c:v", "libx264"),
  "an odd size": film("odd.mp4", ...moving("321x181", 25, 2), "-pix_fmt", "yuv444p", "-c:v", "libx264"),
  "no sound": film("silent.mp4", ...moving("320x180", 25, 2), "-c:v", "libx264", "-pix_fmt", "yuv420p"),
};

// ---- what a person does ----
const panel = ".bringing";
const idle = (page) => until("all of it has ended", async () => (await page.locator(`${panel} .pace`).count()) === 0, 300_000);
await story("bringing", async ({ page, snap, base, folder, language, t }) => {
  const input = page.locator(`input[type=file][aria-label="${t("projects.drop")}"]`);
  const again = t("bring.resumed", { size: "@" }).split("@").map((one) => one.trim()).filter(Boolean);
  await page.waitForSelector(".target");

  console.log("bad files, each with its words");
  const words = {};
  for (const [what, path] of Object.entries(bad)) {
    await input.setInputFiles(path);
    await idle(page);
    const told = await until(`${what} is told`, () => page.locator(`${panel} > .said`).textContent({ timeout: 1000 }).catch(() => ""), 60_000);
    words[what] = told;
    check(`${what}: ${told}`, told.length > 20 && (language !== "zh" || /[\u4e00-\u9fff]{6}/.test(told)));
    if (what === "cut short") await snap("1-refused");
    check("one is still on the page of films", new URL(page.url()).pathname === "/");
    await page.locator(`${panel} header .icon-button`).click();
  }
  writeFileSync(join(folder, `refusals.${language}.json`), JSON.stringify(words, null, 1));

  console.log("odd films become films");
  await page.getByRole("button", { name: t("projects.blank") }).click();
  await page.waitForSelector(".board.empty");
  const odd = Object.values(good).slice(language === "en" ? 0 : -2);
  await drop(page, ".board", odd);
  await page.locator(`${panel} .summary`).click();
  await idle(page);
  await snap("2-odd");
  check("every one of them came in", (await page.locator(`${panel} li.done`).count()) === odd.length, await page.locator(`${panel} li`).allTextContents());
  await page.locator(`${panel} li.done a`).first().click();
  await page.waitForSelector("dialog.footage");
  await until("what was noticed is said", () => page.locator(".footage-notes li, .facts").count());
  await page.keyboard.press("Escape");
  await page.locator(`${panel} header .icon-button`).click();

  console.log("hundreds of files at once, one summary");
  const pictures = language === "en" ? 490 : 40; // the words are what differs in the other language
  const many = [];
  for (let one = 0; one < pictures; one++) many.push(write(`p${one}.png`, png(32, 18, (one * 5) % 256)));
  for (let one = 0; one < 10; one++) many.push(write(`x${one}.exe`, "MZ\0\0"));
  await drop(page, ".board", many);
  await until("it is under way", () => page.locator(`${panel} .pace`).count());
  await page.waitForTimeout(6000);
  check("one summary, no other messages", (await page.locator(panel).count()) === 1 && (await page.locator(".toast").count()) === 0);
  await snap("3-many");
  await until("the first of them are on the board", () => page.locator(".card").count(), 300_000);
  if (language === "en") await page.locator(`${panel} header .button`).click(); // the few of the other language may be in by then
  await idle(page);
  await page.waitForTimeout(800);
  const programs = page.locator(`${panel} li.failed`, { hasText: /x0\.exe.*9/ });
  if ((await page.locator(`${panel} ul`).count()) === 0) await page.locator(`${panel} .summary`).click();
  check("ten programs were left out, in one line", (await programs.count()) === 1, await page.locator(`${panel} li.failed`).allTextContents());
  await page.locator(`${panel} header .icon-button`).click();

  console.log("a picture on a card");
  const shots = await page.locator(".card").count();
  await drop(page, ".card", [many[3]]);
  await page.waitForSelector(".offer");
  await snap("4-offers");
  await page.getByRole("button", { name: t("offer.first") }).click();
  await idle(page);
  check("no card more", (await page.locator(".card").count()) === shots);

  console.log("the line is cut in mid-upload, then the page is loaded anew: it goes on where it was");
  const large = film("large.mkv", "-f", "lavfi", "-i", "nullsrc=size=1280x720:rate=24:duration=1,geq=random(1)*255:128:128", "-c:v", "ffv1", "-pix_fmt", "yuv444p");
  await page.goto(base);
  await page.waitForSelector(".target");
  await page.route("**/api/uploads/*?at=*", async (route) => {
    await new Promise((done) => setTimeout(done, 900));
    await route.continue().catch(() => undefined);
  });
  await input.setInputFiles(large);
  await page.waitForResponse((answer) => answer.url().includes("?at=0"));
  await page.context().setOffline(true);
  await until("one is told that it goes on by itself", () => page.locator(`${panel} .pace.away`).count(), 20_000);
  await snap("5-away");
  page.on("dialog", (asked) => void asked.accept());
  await page.context().setOffline(false);
  await page.goto(base);
  await page.waitForSelector(".target");
  await input.setInputFiles(large);
  await page.locator(`${panel} .summary`).click();
  await until("it says from where it went on", async () => {
    const told = await page.locator(`${panel} li .said`).textContent().catch(() => "");
    return again.every((one) => told.includes(one));
  }, 30_000);
  await snap("6-resumed");
  await page.waitForSelector("dialog.footage", { timeout: 120_000 });
  check("the film is there", page.url().includes("footage="));

  console.log("its cuts are corrected, and it becomes shots");
  await until("its cuts are looked for and its preview is made", async () => (await page.locator(".preview video").count()) > 0 && (await page.locator(".bench > .looking").count()) === 0, 240_000);
  const strip = await page.locator(".strip").boundingBox();
  await page.mouse.dblclick(strip.x + strip.width * 0.4, strip.y + 30);
  const mark = page.locator(".strip .mark.chosen");
  await mark.waitFor();
  const frame = async () => Number(await mark.getAttribute("data-frame"));
  const before = await frame();
  const box = await mark.boundingBox();
  await page.mouse.move(box.x + 7, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 7 + strip.width * 0.2, box.y + 40, { steps: 8 });
  await page.mouse.up();
  const dragged = await frame();
  check("the cut is dragged", dragged > before, [before, dragged]);
  await page.keyboard.press("ArrowLeft");
  check("and moved by one frame", (await frame()) === dragged - 1, await frame());
  const held = dragged - 1;
  await until("both sides of it are seen, frame by frame", async () => (await page.locator(".cut-frames canvas").evaluateAll((all) => all.map((one) => Number(one.dataset.frame)))).join() === [held - 2, held - 1, held, held + 1].join(), 20_000);
  await snap("7-cuts");
  await page.reload();
  await until("the cut is still there", async () => Number(await page.locator(".strip .mark").first().getAttribute("data-frame").catch(() => -1)) === held, 30_000);
  await page.locator("dialog.footage footer .button.act").click();
  await until("its shots are on the board", async () => (await page.locator(".card").count()) === 2, 30_000);
  await page.waitForSelector("dialog.footage", { state: "detached" }); // the socket may bring the cards before the sheet has its answer
  await until("it is said that it can be undone", () => page.locator(".toast").count(), 10_000);
  await snap("8-shots");
  await page.keyboard.press("Control+z");
  await until("one step takes them away", async () => (await page.locator(".card").count()) === 0, 10_000);
  await page.keyboard.press("Control+Shift+z");
  await until("and one brings them back", async () => (await page.locator(".card").count()) === 2, 10_000);

  console.log("a drawing begins a blank shot");
  await page.locator(".card").last().click();
  await page.keyboard.press("n");
  await until("a blank shot", async () => (await page.locator(".card").count()) === 3, 5000);
  await page.getByRole("button", { name: t("blank.drawing") }).first().click();
  const paper = await page.locator(".paper canvas").boundingBox();
  await page.mouse.move(paper.x + 60, paper.y + 60);
  await page.mouse.down();
  await page.mouse.move(paper.x + paper.width / 2, paper.y + paper.height - 60, { steps: 12 });
  await page.mouse.move(paper.x + paper.width - 60, paper.y + 60, { steps: 12 });
  await page.mouse.up();
  await snap("9-drawing");
  await page.getByRole("button", { name: t("draw.use") }).click();
  await until("the sheet is closed", async () => (await page.locator(".paper").count()) === 0, 30_000);
  await until("the shot shows it", () => page.locator(".held img").count(), 30_000);
  await snap("10-drawn");
}, { allowed: /uploads|4\d\d|ERR_FAILED/ }); // refusals are what is tried here
