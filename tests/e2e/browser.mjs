// One headless Chromium for the stories: strict about errors on the page, with screenshots as artefacts of the run.
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../frontend/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
];

/** Where Chromium is, or nothing. */
export const executable = () => [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));

export async function launch(folder) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: executable(), args: FLAGS });
  const wrong = [];
  const open = async (base, language = "en") => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 }, locale: language === "zh" ? "zh-CN" : "en-US", acceptDownloads: true,
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
