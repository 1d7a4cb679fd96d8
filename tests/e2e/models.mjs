// The board with models of other people installed: one is chosen for a shot and follows its animatic, four takes are drawn and the best
// is kept, it is extended and edited by words, somebody is trained and drawn so. node models.mjs <address> <folder> <language>
import { join } from "node:path";
import { check, drop, ffmpeg, story, until } from "./browser.mjs";
import { film, people, scripts, told } from "./films.mjs";

const WORDS = { en: "The coat is red; it snows", zh: "外套是红色的，下着雪" };
const LONG = 360_000; // ms: tiny models draw in seconds, yet two browsers and a worker share few cores

await story("models", async ({ page, snap, base, folder, language, t }) => {
  await page.setViewportSize({ width: 1440, height: 1500 }); // the whole inspector at once
  const id = await film(page, { script: scripts[language], title: "Models", frames: 12, make: true });
  const { get, living, made } = told(page, base, id);
  await page.goto(`${base}/p/${id}/board`);
  await page.waitForSelector(".card");
  await made();
  const card = (at) => page.locator(".card").nth(at);
  const shots = async () => (await living("shot")).sort((one, other) => (one.rank < other.rank ? -1 : 1));
  const order = await page.locator(".cell[data-shot]").evaluateAll((all) => all.map((one) => one.dataset.shot));
  const shot = async (at) => (await shots()).find((one) => one.id === order[at]);
  const takes = async (at) => (await living("take")).filter((one) => one.shot === order[at]);
  const shown = async (at) => {
    const { take } = await shot(at);
    return (await takes(at)).find((one) => one.id === take);
  };
  const done = async (at) => {
    const take = await shown(at);
    const [node] = await (await page.request.get(`${base}/api/nodes?keys=${take.key}`)).json();
    if (node?.status === "failed") throw new Error(JSON.stringify(node.error));
    return node?.status === "done" ? take : null;
  };
  const fold = async (name) => {
    const head = page.locator(".inspector .fold-head button", { hasText: t(name) }).first();
    if ((await head.getAttribute("aria-expanded")) !== "true") await head.click();
  };
  const key = async (at, pressed) => {
    await card(at).focus();
    await page.keyboard.press(pressed);
  };

  // While a film is being made what changes is made again by itself; here every take is to be asked for.
  await until("the making has ended", async () => (await page.getByRole("button", { name: t("film.stop"), exact: true }).count()) === 0, LONG);

  // A model for the shot, with what it takes and nothing else.
  await card(0).click();
  await fold("dir.title");
  check("the film's own model is said to be the film's", (await page.locator(".model-name small").textContent()) === t("dir.asFilm"));
  check("it takes no guide, so none is offered", (await page.locator(".animatic").count()) === 0);
  await page.locator(".model-button").click();
  await page.waitForSelector(".model-card");
  check("what is not installed cannot be chosen, and says how it comes", await page.locator(".model-list li", { hasText: "checkpoints fetch" }).first().locator(".model-card").isDisabled());
  await snap("choose");
  await page.locator(".model-card", { hasText: "Tiny VACE" }).click();
  await until("the shot has it", async () => (await shot(0)).direction?.checkpoint === "tiny-vace@1");
  await page.locator(".animatic label", { hasText: t("dir.guide.depth") }).click();
  await page.waitForSelector(".guide-picture img + img", { timeout: LONG });
  await page.locator(".gets-link").click();
  await page.waitForSelector(".gets .prompt");
  check("what the model gets says that it follows the animatic", (await page.locator(".gets").textContent()).includes(t("dir.guide.depth")));
  await snap("directed");
  await key(0, "Control+z");
  await until("one undo takes the guide away, the model stays", async () => (await shot(0)).direction?.animatic === null && (await shot(0)).direction?.checkpoint === "tiny-vace@1");
  await key(0, "Control+Shift+Z");
  await until("and it comes back", async () => (await shot(0)).direction?.animatic?.kind === "depth");

  // Shot, and what made it.
  const drawn = (await shown(0)).number; // what tiny weights make may be torn, and then is drawn again by itself: one take more
  await key(0, "r");
  await until("a new take is shown", async () => (await shown(0)).number > drawn);
  await until("it is shot by that model", () => done(0), LONG);
  await page.locator(".take.current [aria-haspopup=menu]").click();
  await page.getByRole("menuitem", { name: t("take.lineage") }).click();
  await page.waitForSelector(".sheet .lineage-facts");
  check("its lineage names the model", (await page.locator(".sheet").last().textContent()).includes("Tiny VACE"));
  await snap("lineage");
  await page.keyboard.press("Escape");

  // Four are drawn, the best is shown.
  await fold("takes.title");
  await page.locator(".draw-more select").first().selectOption("4");
  await page.locator(".best-row input[type=checkbox]").check();
  await page.locator(".draw-more .button").click();
  await until("four are drawn", async () => (await takes(0)).length >= 6, LONG);
  const scored = await until("all are judged and one is chosen", async () => {
    const rows = Object.values(await get("/scores")).filter((one) => one.shot === order[0] && one.of >= 4); // spoiled ones were drawn again
    return rows.length >= 4 && rows.every((one) => !one.choosing && (one.status === "done" || one.status === "failed")) ? rows : null;
  }, LONG);
  check("the best of them is shown", (await get("/scores"))[(await shot(0)).take]?.best === true, scored);
  await page.waitForSelector(".take .score[aria-expanded]", { timeout: LONG });
  await page.locator(".take.current .score").click();
  check("its figures are told", (await page.locator(".score-figures:not([hidden]) li").count()) >= 2);
  await snap("best");
  await until("it is kept", async () => (await shown(0)).kept);

  // Longer, in one step.
  const before = await shot(0);
  await key(0, "x");
  await page.waitForSelector(".extend-strip");
  await page.locator(".derive .number-row input[type=text]").first().fill("6");
  await page.keyboard.press("Enter");
  await page.locator(".extend-handle").focus();
  await page.keyboard.press("ArrowRight");
  await snap("extend");
  await page.locator(".derive-foot .button.act").click();
  await until("the shot grows with its take", async () => (await shot(0)).frames === before.frames + 7, LONG);
  const longer = await until("it is made", () => done(0), LONG);
  check("the take says of which it was made", longer.derived?.operation === "video.extend" && longer.derived.of === before.take, longer.derived);
  await key(0, "Control+z");
  await until("one undo brings back take and length", async () => (await shot(0)).frames === before.frames && (await shot(0)).take === before.take);
  check("undone as one", true);

  // Changed by words, compared with what it was.
  await key(0, "w");
  await page.waitForSelector(".derive textarea");
  await page.keyboard.type(WORDS[language]);
  await page.locator(".derive .segments label", { hasText: t("dir.guide.edges") }).click();
  await snap("edit");
  await page.keyboard.press("Control+Enter");
  await until("it is the take that is shown", async () => (await shown(0))?.derived?.operation === "video.edit", LONG);
  const edited = await until("it is made", () => done(0), LONG);
  check("its words are on the take", edited.derived.params.prompt === WORDS[language]);
  await page.waitForSelector(".take.current .derived");
  await page.locator(".take.current [aria-haspopup=menu]").click();
  await page.getByRole("menuitem", { name: t("derive.compareBase") }).click();
  await page.waitForSelector(".compare video", { timeout: LONG });
  await snap("compare");
  await page.keyboard.press("Escape");

  // A model that moves a picture says so, and gets one.
  const last = order.length - 1;
  await card(last).click();
  await fold("dir.title");
  await page.locator(".model-button").click();
  await page.locator(".model-card", { hasText: "Moves a picture" }).first().click();
  await page.waitForSelector(".needs");
  check("what it cannot do without is said before it is shot", (await page.locator(".needs p").textContent()).includes(t("dir.needs.first")));
  check("the page itself does not scroll, however long the inspector is", await page.evaluate(() => document.scrollingElement.scrollHeight <= window.innerHeight));
  await snap("needs");
  await page.locator(".needs").getByRole("button", { name: t("dir.needsPanel") }).click();
  await until("it begins on its panel", async () => (await shot(last)).first !== "", LONG);
  await page.waitForSelector(".needs", { state: "detached" });
  await key(last, "r");
  await until("a take of it", async () => (await shown(last)).number > 1); // torn ones are drawn again
  await until("it is shot from its panel", () => done(last), LONG);

  // Somebody is trained, and drawn so.
  const pictures = ["red", "brown", "orange"].map((colour, at) => {
    const path = join(folder, `${language}-somebody-${at}.png`);
    ffmpeg("-f", "lavfi", "-i", `color=${colour}:size=128x128,drawbox=x=${30 + at * 9}:y=30:w=50:h=60:color=white@0.8:t=fill`, "-frames:v", "1", path);
    return path;
  });
  await page.goto(`${base}/p/${id}/cast`);
  await page.waitForSelector(".lib-entry.character");
  const { mara } = people[language];
  await page.locator(".lib-entry.character", { hasText: mara }).click();
  await page.waitForSelector(".own-pictures");
  await drop(page, ".own-pictures", pictures);
  const who = await until("the pictures are hers", async () => (await living("character")).find((one) => one.name === mara && one.pictures.length === 3), LONG);
  await page.locator(".train-somebody .button").click();
  await page.waitForSelector(".adapter-form .train");
  check("she is who it is of, and her pictures are what it learns from", (await living("adapter")).every((one) => one.character === who.id && one.training.pictures.length === 3));
  await page.locator(".train .number-row input[type=text]").fill("12");
  await page.keyboard.press("Enter");
  await until("so many steps", async () => (await living("adapter"))[0].training.steps === 12);
  await snap("train");
  await page.locator(".train > .button").click();
  const [adapter] = await until("it is trained", async () => {
    const all = await living("adapter");
    return all[0].artifact ? all : null;
  }, LONG);
  check("it is for the family that it was trained on", adapter.base === "Wan", adapter.base);
  await page.waitForSelector(".adapter-form .lib-used button");
  await snap("trained");

  await page.goto(`${base}/p/${id}/board`);
  await page.waitForSelector(".card");
  const hers = order.indexOf((await living("casting")).find((one) => one.character === who.id).shot);
  await card(hers).click();
  await fold("dir.title");
  await page.locator(".model-button").click();
  await page.locator(".model-card", { hasText: "Tiny Wan" }).click();
  await page.waitForSelector(".adapter-row");
  check("it lies on her shot by itself", (await page.locator(".adapter-row .tag").textContent()) === t("dir.byItself"));
  await snap("laid");
  const number = (await takes(hers)).length;
  await key(hers, "r");
  await until("a take of hers", async () => (await takes(hers)).length > number, LONG);
  const withHer = await until("it is made with it", () => done(hers), LONG);
  const lineage = await (await page.request.get(`${base}/api/nodes/${withHer.key}/lineage`)).json();
  check("its weights went into the take", lineage.uploads.some((one) => one.digest === adapter.artifact), lineage.uploads);
  await page.locator(".take.current [aria-haspopup=menu]").click();
  await page.getByRole("menuitem", { name: t("take.lineage") }).click();
  await page.waitForSelector(".sheet .lineage-facts");
  check("its lineage says who was trained", (await page.locator(".lineage-adapters li b").textContent()) === mara);
  await snap("lineage-trained");
});
