// What a board of a thousand shots costs a browser, from a trace of a real one: node board.mjs <address of the board>, figures as JSON.
import { launch, until } from "../tests/e2e/browser.mjs";
import { traced as trace } from "./tracing.mjs";

const [address, folder] = process.argv.slice(2);
const { open, wrong, close, browser } = await launch(folder);

const traced = (page, act) => trace(browser, folder, page, act);

try {
  const page = await open("about:blank");
  await page.addInitScript(() => {
    const look = new MutationObserver(() => {
      if (!document.querySelector(".card .slate")) return;
      look.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => (window.firstCard = performance.now())));
    });
    look.observe(document, { childList: true, subtree: true });
  });
  await page.goto(new URL("/", address).href); // logged in, and the server is warm, as it is for somebody who comes from the list of films
  await page.waitForLoadState("networkidle");
  const opened = await traced(page, async () => {
    await page.goto(address);
    await until("the first cards are painted", () => page.evaluate(() => window.firstCard), 30_000);
    await page.waitForTimeout(3000); // freshness, stills, timeline and reel arrive
  });
  const first = await page.evaluate(() => window.firstCard);
  await until("stills are there", () => page.evaluate(() => [...document.querySelectorAll(".card .picture img")].some((one) => one.complete && one.naturalWidth > 0)), 30_000);

  const scrolled = await traced(page, async () => {
    const box = await page.locator(".board").boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
  });

  await page.evaluate(() => (document.querySelector(".board").scrollTop = 0));
  await page.waitForTimeout(500);
  const dragged = await traced(page, async () => {
    const card = await page.locator(".card").nth(1).boundingBox();
    const board = await page.locator(".board").boundingBox();
    await page.mouse.move(card.x + 60, card.y + 60);
    await page.mouse.down();
    for (let turn = 0; turn < 90; turn++) { // over many cards, and scrolling at the edge for the last third
      const down = turn < 60 ? (turn % 30) / 30 : 0.995;
      await page.mouse.move(board.x + 60 + ((turn * 37) % (board.width - 120)), board.y + 20 + down * (board.height - 24));
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
    await page.waitForTimeout(600);
  });
  const typed = await traced(page, async () => {
    await page.locator(".card").first().click();
    for (let turn = 0; turn < 12; turn++) {
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(40);
    }
    await page.keyboard.press("d");
    await page.waitForTimeout(800);
    await page.keyboard.press("Control+z");
    await page.waitForTimeout(800);
  });
  const shown = await page.evaluate(() => document.querySelectorAll(".card").length);
  console.log(JSON.stringify({ first, shown, opened, scrolled, dragged, typed, wrong }));
} finally {
  await close();
}
