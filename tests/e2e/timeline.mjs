// The timeline under an editor's hands: taken over, cut, trimmed, rolled, slipped, lifted, marked, undone; the board goes on beneath it.
// node timeline.mjs <address> <folder> [en|zh]
import { check, shownFrame, story, until } from "./browser.mjs";
import { film, scripts, told } from "./films.mjs";

const FRAMES = 60;

await story("timeline", async ({ page, snap, base, language, t }) => {
  const id = await film(page, { script: scripts[language], title: "Cut", frames: FRAMES });
  const { living } = told(page, base, id);
  await page.goto(`${base}/p/${id}/cut`);
  const attached = { state: "attached", timeout: 60_000 };
  await page.waitForSelector(".tl-spoken [data-clip]", attached);
  const clips = (track = "V1") => page.locator(`.tl-spoken [data-track="${track}"]`).evaluateAll((all) =>
    all.map(({ dataset }) => ({ id: dataset.clip, start: Number(dataset.start), frames: Number(dataset.frames), source: Number(dataset.source), shot: dataset.shot })));
  const told_ = (all) => all.map((one) => `${one.start}+${one.frames}@${one.source}`).join(" ");
  const becomes = (what, wanted, track) => until(what, async () => told_(await clips(track)) === wanted, 8000).then(() => check(what, true)).catch(async () => check(what, false, [told_(await clips(track)), wanted]));
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const to = async (frame) => {
    await page.locator("button.counter").click();
    await page.keyboard.type(String(frame + 1));
    await press("Enter");
  };
  const all = await clips();
  const shots = all.length;
  const whole = told_(all);
  check("every shot lies in time, one after the other", shots >= 3 && all.every((one, at) => one.start === at * FRAMES && one.frames === FRAMES), all);
  check("it says that it follows the board", await page.locator(".tl-state").textContent().then((words) => words.includes(t("tl.follows"))));
  await until("its first panel is shown", async () => (await shownFrame(page)) === 0, 180_000); // no take is needed to cut
  await snap("1-follows");

  const lanes = page.locator(".tl-lanes");
  const box = async () => lanes.boundingBox();
  const zoom = async () => ((await box()).width - 24) / (shots * FRAMES);
  const y = 44;
  const drag = async (from, by, { held = null, before = async () => undefined, cancel = false } = {}) => {
    const { x, y: top } = await box();
    const scale = await zoom();
    await page.mouse.move(x + from * scale, top + y);
    if (held) await page.keyboard.down(held);
    await page.mouse.down();
    await page.mouse.move(x + (from + by / 2) * scale, top + y, { steps: 4 });
    await page.mouse.move(x + (from + by) * scale, top + y, { steps: 4 });
    await page.waitForTimeout(120);
    await before();
    if (cancel) await press("Escape");
    await page.mouse.up();
    if (held) await page.keyboard.up(held);
  };

  console.log("the first edit makes it the editor's own");
  await press("Home");
  await to(FRAMES + 20);
  await press("Control+b");
  await becomes("cut at the playhead", `0+60@0 60+20@0 80+40@20 ${all.slice(2).map((one) => `${one.start}+60@0`).join(" ")}`);
  await until("it is said", async () => (await page.locator(".tl-state").textContent()).includes(t("tl.own")), 5000);
  // It is shown at once and sent then: the server has it a moment later.
  await until("the server has it", async () => (await living("timeline"))[0].follows === false, 5000);
  await press("Control+z");
  await becomes("one undo gives it back", whole);
  await until("it follows again", async () => (await page.locator(".tl-state").textContent()).includes(t("tl.follows")), 5000);
  await press("Control+Shift+Z");
  await until("and redo takes it over again", async () => (await clips()).length === shots + 1, 5000);
  await press("Control+z");
  await becomes("and back", whole);

  console.log("by the keyboard");
  await to(FRAMES + 10);
  await press("q");
  await becomes("Q trims the head to the playhead and closes up", `0+60@0 60+50@10 ${all.slice(2).map((one) => `${one.start - 10}+60@0`).join(" ")}`);
  await until("the playhead is where the cut is now", async () => (await shownFrame(page)) === 60, 8000);
  await to(100);
  await press("w");
  await becomes("W trims the tail and closes up", `0+60@0 60+40@10 ${all.slice(2).map((one) => `${one.start - 20}+60@0`).join(" ")}`);
  const cut = told_(await clips());
  await to(70);
  await press("[");
  await becomes("[ trims the head and leaves the gap", `0+60@0 70+30@20 ${all.slice(2).map((one) => `${one.start - 20}+60@0`).join(" ")}`);
  await press("Control+z");
  await becomes("undone", cut);
  await press("ArrowUp");
  await until("up goes to the edit before", async () => (await shownFrame(page)) === 60, 8000);
  await press("ArrowDown");
  await until("down to the one after", async () => (await shownFrame(page)) === 100, 8000);

  console.log("by the pointer");
  await drag(80, 0.001);
  await page.mouse.click((await box()).x + 80 * (await zoom()), (await box()).y + y);
  check("a click chooses a clip, and its shot with it", (await page.locator('.tl-spoken [aria-selected="true"]').count()) >= 1);
  await press("n"); // without snapping, so that every frame can be reached
  await drag(100 - 1 / (await zoom()) * 5, -15, { before: () => snap("2-trim") });
  const trimmed = (await clips())[1];
  check("a tail is trimmed and leaves its room", trimmed.start === 60 && Math.abs(trimmed.frames - 25) <= 2, trimmed);
  await press("Control+z");
  await becomes("undone", cut);
  await drag(100, 9);
  const rolled = await clips();
  check("the cut between two clips rolls", rolled[1].frames + rolled[2].frames === 100 && Math.abs(rolled[1].frames - 49) <= 2 && rolled[2].source === rolled[1].frames - 40, rolled.slice(1, 3));
  await press("Control+z");
  await becomes("undone", cut);
  await press("t");
  await drag(100 - 1 / (await zoom()) * 5, -10);
  const rippled = await clips();
  check("a ripple brings what follows along", rippled[2].start === rippled[1].start + rippled[1].frames && Math.abs(rippled[1].frames - 30) <= 2, rippled.slice(1, 3));
  await press("Control+z");
  await becomes("undone", cut);
  await press("y");
  await drag(80, 6);
  const slipped = (await clips())[1];
  check("a slip shows another part in the same place", slipped.start === 60 && slipped.frames === 40 && Math.abs(slipped.source - 4) <= 1, slipped);
  await press("Control+z");
  await becomes("undone", cut);
  await press("v");
  await drag(80, 55, { cancel: true, before: () => snap("3-move") });
  await becomes("Escape leaves everything as it was", cut);
  await press("b");
  await page.mouse.click((await box()).x + 30 * (await zoom()), (await box()).y + y);
  await until("the blade cuts where it is clicked", async () => (await clips()).length === shots + 1, 5000);
  await press("Control+z", "v");
  await becomes("undone", cut);

  console.log("taken away and closed up");
  await page.mouse.click((await box()).x + 80 * (await zoom()), (await box()).y + y);
  await press("Delete");
  await until("lifted, with its room left", async () => (await clips()).length === shots - 1 && (await clips())[1].start === 100, 5000);
  await page.mouse.click((await box()).x + 80 * (await zoom()), (await box()).y + y);
  await press("Delete");
  await until("the gap is closed", async () => (await clips())[1].start === 60, 5000);
  await press("Control+z", "Control+z");
  await becomes("undone", cut);
  await page.mouse.click((await box()).x + 80 * (await zoom()), (await box()).y + y);
  await press("Shift+Delete");
  await until("a ripple delete closes at once", async () => (await clips()).length === shots - 1 && (await clips())[1].start === 60, 5000);
  await press("Control+z");
  await becomes("undone", cut);

  console.log("heads and markers");
  const head = page.locator(".tl-head").first();
  await head.locator(".locked").click();
  await to(70);
  await press("Control+b");
  await page.waitForTimeout(200);
  check("a locked track is not cut", (await clips()).length === shots);
  await head.locator(".locked").click();
  await until("unlocked", async () => (await head.locator(".locked").getAttribute("aria-pressed")) === "false", 5000);
  await press("m");
  await page.locator("dialog[open] textarea").fill(language === "zh" ? "这里更慢" : "slower here");
  await page.locator("dialog[open] .button.act").click();
  await until("its sheet is closed", async () => (await page.locator("dialog[open]").count()) === 0, 5000);
  await until("the marker is a record", async () => (await living("marker")).some((one) => one.frame === 70 && one.words.length > 3), 8000);

  console.log("the board goes on, the editor's trims stay");
  const [first] = await living("shot");
  const edit = (changes) => page.evaluate(async ([project, list]) => {
    const headers = { "X-CSRFToken": /csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "", "Content-Type": "application/json" };
    const answer = await fetch(`/api/projects/${project}/edits`, { method: "POST", headers, body: JSON.stringify({ id: crypto.randomUUID(), base: null, label: "board", changes: list }) });
    return answer.status;
  }, [id, changes]);
  const added = crypto.randomUUID();
  check("a shot is added on the board", (await edit([{ kind: "shot", id: added, set: { scene: first.scene, rank: "Zz", letter: "Z", frames: 24, action: "-" } }])) < 300);
  const update = page.locator(".tl-update");
  await update.waitFor({ timeout: 15_000 });
  await update.click();
  await page.locator(".tl-differences li").first().waitFor();
  await snap("4-update");
  await page.locator("dialog .button.act").click();
  await until("it is on the timeline, and the trims are as they were", async () => {
    const now = await clips();
    return now.length === shots + 1 && now.some((one) => one.frames === 24) && now.some((one) => one.frames === 40 && one.source === 10);
  }, 8000);
  await press("Control+z");
  await becomes("one undo takes it out", cut);
  await press("f", "+", "+", "+");
  await page.waitForTimeout(1200);
  await snap("5-zoomed");
  await page.locator(".topbar nav a", { hasText: t("nav.board") }).click();
  await page.waitForSelector(".card .used-mark");
  check("the board shows what the cut uses", (await page.locator(".card .used-mark").count()) >= 1);
  await snap("6-board");
});
