// What a timeline of two thousand clips costs a browser, from a trace of a real one: node timeline.mjs <address of the cut> <folder>, figures as JSON.
import { launch, until } from "../tests/e2e/browser.mjs";
import { traced as trace } from "./tracing.mjs";

const [address, folder] = process.argv.slice(2);
const { open, wrong, close, browser } = await launch(folder);

const traced = (page, act) => trace(browser, folder, page, act);

try {
  const page = await open(address);
  await page.waitForSelector(".tl-spoken [data-clip]", { state: "attached", timeout: 120_000 });
  await page.waitForTimeout(4000);
  const box = await page.locator(".tl-lanes").boundingBox();
  const at = (x, y = 44) => [box.x + x, box.y + y];
  for (const key of ["ArrowDown", "Shift+ArrowRight", "Control+b"]) await page.keyboard.press(key); // taken over: every record in one edit
  await page.waitForTimeout(3000);
  await page.evaluate(async (id) => { // the same pictures once more on a track above
    const headers = { "X-CSRFToken": /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "", "Content-Type": "application/json" };
    const { records } = await (await fetch(`/api/projects/${id}`)).json();
    const [timeline] = Object.keys(records.timeline);
    const below = Object.entries(records.track).find(([, one]) => one.kind === "picture" && !one.archived)[0];
    const track = crypto.randomUUID();
    const copies = Object.values(records.clip).filter((one) => one.track === below && !one.archived).map((one) => ({
      kind: "clip", id: crypto.randomUUID(), set: { track, shot: one.shot, start: one.start, frames: one.frames, source_in: one.source_in },
    }));
    const changes = [{ kind: "track", id: track, set: { timeline, kind: "picture", rank: "a0V" } }, ...copies];
    await fetch(`/api/projects/${id}/edits`, { method: "POST", headers, body: JSON.stringify({ id: crypto.randomUUID(), base: null, label: "bench", changes }) });
  }, /\/p\/([^/]+)\//.exec(address)[1]);
  await page.waitForTimeout(4000);
  await page.mouse.move(...at(600));
  const zoomed = await traced(page, async () => { // from the whole film to single frames, and back
    await page.keyboard.down("Control");
    for (let turn = 0; turn < 90; turn++) {
      await page.mouse.wheel(0, turn < 45 ? -60 : 60);
      await page.waitForTimeout(16);
    }
    await page.keyboard.up("Control");
  });
  await page.keyboard.press("f");
  for (let turn = 0; turn < 4; turn++) await page.keyboard.press("+");
  await page.waitForTimeout(500);
  const scrolled = await traced(page, async () => {
    for (let turn = 0; turn < 90; turn++) {
      await page.mouse.wheel(turn < 60 ? 160 : -200, 0);
      await page.waitForTimeout(16);
    }
  });
  await page.waitForTimeout(800);
  const dragged = await traced(page, async () => {
    await page.mouse.move(...at(400));
    await page.mouse.down();
    for (let turn = 0; turn < 90; turn++) {
      await page.mouse.move(...at(400 + Math.sin(turn / 9) * 250));
      await page.waitForTimeout(16);
    }
    await page.keyboard.press("Escape");
    await page.mouse.up();
  });
  const marked = await traced(page, async () => {
    await page.mouse.move(...at(60, box.height - 6));
    await page.mouse.down();
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.move(...at(60 + turn * 14, box.height - 6 - turn * 2));
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
  });
  const clips = await page.evaluate(async (id) => {
    const film = await (await fetch(`/api/projects/${id}`)).json();
    return Object.values(film.records.clip ?? {}).filter((one) => !one.archived).length;
  }, /\/p\/([^/]+)\//.exec(address)[1]);
  console.log(JSON.stringify({ clips, zoomed, scrolled, dragged, marked, wrong }));
} finally {
  await close();
}
