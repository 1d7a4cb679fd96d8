// How long until somebody else's edit and pointer are seen: two pages of one film, thirty times. node together.mjs <address of the board>
import { launch, until } from "../tests/e2e/browser.mjs";

const [address, folder] = process.argv.slice(2);
const { open, wrong, close } = await launch(folder);
const summed = (all) => ({ median: [...all].sort((a, b) => a - b)[all.length >> 1], most: Math.max(...all), count: all.length });

/** Waits inside the page, by its own frames, and answers with the clock both pages share. */
const seen = (page, look) => page.evaluate((text) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(`never seen: ${text}`)), 10_000);
  const holds = new Function(`return ${text}`);
  const turn = () => (holds() ? done(Date.now()) : requestAnimationFrame(turn));
  turn();
}), look);

try {
  const one = await open(address);
  const other = await open(address);
  for (const page of [one, other]) await page.waitForSelector(".card");
  await until("each knows of the other", async () => (await one.locator(".colleague").count()) === 1 && (await other.locator(".colleague").count()) === 1, 15_000);
  await one.waitForTimeout(2500);
  const edit = [];
  const cards = one.locator(".card");
  await cards.nth(1).click();
  for (let turn = 0; turn < 30; turn++) {
    // the second shot goes to and fro among the first ones
    const before = await other.evaluate(() => [...document.querySelectorAll(".card .slate")].slice(0, 4).map((each) => each.textContent).join());
    const waiting = seen(other, `[...document.querySelectorAll(".card .slate")].slice(0, 4).map((each) => each.textContent).join() !== ${JSON.stringify(before)}`);
    const began = await one.evaluate((key) => {
      const at = Date.now();
      window.dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true, bubbles: true }));
      return at;
    }, turn % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    edit.push((await waiting) - began);
    await one.waitForTimeout(180 + (turn * 53) % 170);
  }
  const pointer = [];
  for (let turn = 0; turn < 30; turn++) {
    const card = await cards.nth(turn % 3).boundingBox();
    const id = await cards.nth(turn % 3).getAttribute("id");
    const waiting = seen(other, `document.querySelector("#${id} .pointing")`);
    const began = Date.now();
    await one.mouse.move(card.x + 40 + turn, card.y + 40);
    pointer.push((await waiting) - began);
    await one.waitForTimeout(150);
  }
  console.log(JSON.stringify({ edit: summed(edit), pointer: summed(pointer), wrong }));
} finally {
  await close();
}
