// One headless Chromium for the stories: strict about errors on the page, in the words of the interface, with screenshots as artefacts.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const require = createRequire(new URL("../../frontend/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
];
const CUT_OFF = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_NETWORK|ERR_EMPTY_RESPONSE|Failed to fetch/;

/** Where Chromium is, or nothing. */
export const executable = () => [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));

/** The text of one of the front end's source modules in node_modules. */
export const moduleText = (name) => readFileSync(require.resolve(name), "utf8");

export async function launch(folder, settled = {}) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: executable(), args: FLAGS });
  const wrong = [];
  const open = async (base, language = "en") => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 }, locale: language === "zh" ? "zh-CN" : "en-US", acceptDownloads: true, ...settled,
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => wrong.push(`error on the page: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("WebSocket")) wrong.push(`console: ${message.text()}`);
    });
    page.on("response", (answer) => {
      if (answer.status() >= 400) wrong.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    page.snap = (name) => page.screenshot({ path: join(folder, `${language}-${name}.png`) });
    await page.goto(base);
    return page;
  };
  return { open, wrong, browser, close: () => browser.close() };
}

/** The words of the interface in a language: `t("board.facts", {scenes: 2})`. */
export async function wordsIn(language) {
  const folder = new URL(`../../frontend/src/i18n/${language}/`, import.meta.url);
  const all = {};
  for (const name of readdirSync(folder).filter((one) => one !== "index.ts")) {
    for (const part of Object.values(await import(new URL(name, folder)))) Object.assign(all, part);
  }
  return (key, values = {}) => {
    if (!(key in all)) throw new Error(`the interface has no words for ${key}`);
    return all[key].replace(/\{(\w+)(?::([^/}]*)\/([^}]*))?\}/g, (_, name, one, many) => (one === undefined ? String(values[name]) : Number(values[name]) === 1 ? one : many));
  };
}

/**
 * A story: `node NAME.mjs <address> <folder> [en|zh]`. `tell` gets the page and what else it needs; whatever goes wrong on a page
 * fails the story, but for what `allowed` says and for what a network that was cut on purpose does.
 */
export async function story(name, tell, { allowed = null, path = "", ...settled } = {}) {
  const [address, folder, language = "en"] = process.argv.slice(2);
  const base = address.replace(/\/$/, "");
  const { open, wrong, close } = await launch(folder, settled);
  let page;
  try {
    page = await open(base + path, language);
    await page.waitForSelector("main");
    const snap = (what) => page.snap(`${name}-${what}`);
    await tell({ page, open: (to) => open(to, language), snap, base, folder, language, t: await wordsIn(language) });
    const real = wrong.filter((one) => !CUT_OFF.test(one) && !allowed?.test(one));
    check("nothing went wrong on the way", real.length === 0, real);
  } catch (problem) {
    await page?.snap(`${name}-wrong`).catch(() => undefined);
    console.error(wrong.join("\n"));
    throw problem;
  } finally {
    await close();
  }
}

/** Until `look` gives something true; what it last gave when it never does. */
export async function until(what, look, patience = 60_000) {
  const end = Date.now() + patience;
  let last;
  while (Date.now() < end) {
    last = await look();
    if (last) return last;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`it never came to this: ${what} (last: ${JSON.stringify(last)})`);
}

/** A claim about the film. */
export function check(what, holds, seen) {
  if (!holds) throw new Error(`not so: ${what}${seen === undefined ? "" : ` (seen: ${JSON.stringify(seen)})`}`);
  console.log(`  ✓ ${what}`);
}

/** What ffmpeg says on its standard output. */
export const ffmpeg = (...options) => execFileSync(process.env.FFMPEG ?? "ffmpeg", ["-y", "-nostdin", "-loglevel", "error", ...options], { maxBuffer: 2 ** 28 });

/** How many frames a film has, each of them decoded. */
export const framesOf = (path) => ffmpeg("-i", path, "-map", "0:v:0", "-f", "framecrc", "-").toString().split("\n").filter((line) => line && !line.startsWith("#")).length;

/** Drop files on what the selector finds, as somebody drops them from a folder. */
export async function drop(page, selector, paths) {
  const given = paths.map((path) => ({ name: basename(path), bytes: readFileSync(path).toString("base64") }));
  await page.locator(selector).first().evaluate((element, all) => {
    const data = new DataTransfer();
    for (const { name, bytes } of all) data.items.add(new File([Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0))], name));
    const box = element.getBoundingClientRect();
    const where = { bubbles: true, cancelable: true, dataTransfer: data, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    for (const kind of ["dragenter", "dragover", "drop"]) element.dispatchEvent(new DragEvent(kind, where));
  }, given);
}

/** A point of what a locator finds. */
export async function point(locator, x = 0.5, y = 0.4) {
  const box = await locator.boundingBox();
  return [box.x + box.width * x, box.y + box.height * y];
}

/** Drag one thing to another with the mouse; `before` letting go. */
export async function drag(page, from, to, { at = [0.2, 0.4], hold = [0.5, 0.4], before = async () => undefined } = {}) {
  await page.mouse.move(...(await point(from, ...hold)));
  await page.mouse.down();
  await page.mouse.move(...(await point(from, hold[0] - 0.05, hold[1] + 0.05)), { steps: 4 });
  await page.mouse.move(...(await point(to, ...at)), { steps: 10 });
  await page.mouse.move(...(await point(to, ...at))); // once more: things may have made room
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await before();
  await page.mouse.up();
}

/** What stands on the board. */
export const board = (page) => ({
  order: () => page.locator(".card .slate").allTextContents(),
  states: (name) => page.locator(`.card.${name} .slate`).allTextContents(),
  headings: () => page.locator(".band .heading .number").allTextContents(),
  card: (slate) => page.locator(".card", { has: page.locator(`.slate:text-is("${slate}")`) }),
  heading: (number) => page.locator(".band > header", { has: page.locator(`.number:text-is("${number}")`) }),
});

/** The frame that the canvas of the player shows, or -1; and how bright it is, 0 to 255. */
export const shownFrame = (page) => page.locator(".screen canvas").evaluate((canvas) => Number(canvas.dataset.frame ?? -1));
export const brightness = (page) => page.locator(".screen canvas").evaluate((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += (data[at] + data[at + 1] + data[at + 2]) / 3;
  return sum / (data.length / 4);
});
