// The inspector under a person's hands: names that cast, what was understood corrected, an effect tried as the hand moves and laid over
// shots, takes drawn, compared in step, kept, restored, and what made them. node inspector.mjs <address> <folder> <language>
import { check, story, until } from "./browser.mjs";
import { film, told } from "./films.mjs";

const scripts = {
  en: "INT. KITCHEN - NIGHT\n\nMARA (30s, red coat, black hair) sets two cups on the table.\n\nOTTO (60s, grey beard) stands at the window.\n\nEXT. BEACH - DAY\n\nOTTO walks along the water.\n",
  zh: "内景 厨房 夜\n\n玛拉（三十多岁，红色大衣，黑发）把两只杯子放在桌上。\n\n奥托（六十多岁，灰胡子）站在窗边。\n\n外景 海滩 日\n\n奥托沿着海边走。\n",
};

await story("inspector", async ({ page, snap, base, language, t }) => {
  await page.setViewportSize({ width: 1440, height: 1600 }); // the whole inspector at once
  const id = await film(page, { script: scripts[language], title: "Inspector", frames: 24, make: true });
  const { living, made } = told(page, base, id);
  await page.goto(`${base}/p/${id}/board`);
  await page.waitForSelector(".card");
  await made();
  const card = (at) => page.locator(".card").nth(at);
  const undo = async () => {
    await card(0).focus();
    await page.keyboard.press("Control+z");
  };

  await card(0).click();
  const words = page.locator("[name=action]");
  const before = await words.inputValue();
  const cast = (await living("casting")).length;
  await words.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(language === "zh" ? "@奥" : " @Ot");
  await page.waitForSelector(".mentions [role=option]");
  await snap("mention");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await until("Otto is cast", async () => (await living("casting")).length === cast + 1);
  check("choosing a name writes it and casts, and marks it", (await page.locator(".words-under mark").count()) >= 2 && (await words.inputValue()) !== before);
  await undo();
  await until("one undo takes back both", async () => (await living("casting")).length === cast && (await words.inputValue()) === before);
  check("the words and the cast are as before", true);

  await page.locator(".fold-head button").first().click();
  await page.waitForSelector(".stage-line");
  await page.locator(".stage-chip select").nth(2).selectOption("sit");
  await page.waitForSelector(".stage-chip.by-hand");
  await snap("understood");
  await page.locator(".stage-chip .reset").first().click();
  await until("it is read from the words again", async () => (await living("shot")).every((one) => one.stage === null));
  check("what was understood is corrected and given back", (await page.locator(".stage-chip.by-hand").count()) === 0);

  await page.locator(".effects > .row .button").first().click();
  await page.locator(".picker input").fill(language === "zh" ? "调色" : "grade");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".try-frame img", { timeout: 60_000 });
  const tried = await page.locator(".try-frame img").first().getAttribute("src");
  const exposure = page.locator(".number-row", { has: page.locator(`label:text-is("${t("param.exposure")}")`) }).first();
  const slider = exposure.locator(".slide input").first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) {
    await page.mouse.move(box.x + box.width / 2 + step * 4, box.y + box.height / 2);
    await page.waitForTimeout(50);
  }
  check("nothing is written while the hand moves", Object.keys((await living("effect"))[0].params).length === 0);
  await page.mouse.up();
  await until("one edit is written", async () => Object.keys((await living("effect"))[0].params).length === 1);
  await until("the draft shows it", async () => (await page.locator(".try-frame img").first().getAttribute("src")) !== tried, 60_000);
  await snap("effect");
  const field = exposure.locator(".number-head input").first();
  await field.fill("9");
  check("a wrong number is explained at its field", (await page.locator(".said.wrong").textContent()).includes("4"));
  await field.press("Escape");

  await page.locator(".effect .handle").first().scrollIntoViewIfNeeded();
  const handle = await page.locator(".effect .handle").first().boundingBox();
  const target = await page.locator(".heading").nth(1).boundingBox();
  await page.mouse.move(handle.x + 8, handle.y + 12);
  await page.mouse.down();
  await page.mouse.move(handle.x - 30, handle.y + 16, { steps: 4 });
  await page.mouse.move(target.x + 40, target.y + 10, { steps: 8 });
  await snap("carried");
  await page.mouse.up();
  const there = (await living("scene")).sort((one, other) => (one.rank < other.rank ? -1 : 1))[1].id;
  const many = (await living("shot")).filter((one) => one.scene === there).length;
  await until("the scene has it", async () => (await living("effect")).length === 1 + many);
  await undo();
  await until("one undo takes all of them off", async () => (await living("effect")).length === 1);
  check("an effect dropped on a scene lies over its shots, and one undo takes it off", many > 0);

  await page.locator(".draw-more select").nth(1).selectOption("draft");
  await page.locator(".draw-more select").first().selectOption("2");
  const drawn = await page.locator(".take").count();
  await page.locator(".draw-more .button").click();
  await until("two more takes are made", async () => (await page.locator(".take .thumb video").count()) === drawn + 2, 180_000);
  await snap("takes");
  await page.locator(".take").last().locator("[aria-haspopup]").click();
  await page.locator(".menu:popover-open button").first().click();
  await until("both play", () => page.evaluate(() => [...document.querySelectorAll(".compare video")].filter((one) => one.currentTime > 0.1).length === 2), 30_000);
  const apart = await page.evaluate(async () => {
    const [one, other] = document.querySelectorAll(".compare video");
    let most = 0;
    for (let tick = 0; tick < 40; tick++) {
      await new Promise(requestAnimationFrame);
      if (!one.seeking && !other.seeking && one.currentTime > 0.15) most = Math.max(most, Math.abs(one.currentTime - other.currentTime));
    }
    return most * 24;
  });
  check("two takes play within a frame of each other", apart < 1, apart);
  await page.keyboard.press("k");
  await page.keyboard.press("Home");
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
  await until("both stand on the sixth frame", () => page.evaluate(() => [...document.querySelectorAll(".compare video")].map((one) => Math.floor(one.currentTime * 24)).join() === "5,5"));
  await snap("compare");
  await page.keyboard.press("2");
  await until("the take is shown", () => page.locator(".take.current b", { hasText: "-1" }).count());
  check("stepped together, and the one chosen is shown", true);

  await page.locator(".take").first().locator("[aria-haspopup]").click();
  await page.locator(".menu:popover-open").getByRole("menuitem", { name: t("take.restore") }).click();
  await until("the shot is as it was for that take", () => page.locator(".take.current b", { hasText: `-${drawn + 2}` }).count());
  const current = page.locator(".take.current");
  const choose = async (what) => {
    await current.locator("[aria-haspopup]").click();
    await page.locator(".menu:popover-open").getByRole("menuitem", { name: t(what), exact: true }).click();
  };
  await choose("take.lock");
  await until("nothing moves it any more", async () => (await living("shot")).some((one) => one.locked) && page.locator(".draw-more .button").isDisabled());
  await snap("locked");
  await choose("take.unlock");
  await until("until it is let go", async () => (await living("shot")).every((one) => !one.locked));
  await page.locator(".take.current [aria-haspopup]").click();
  await page.locator(".menu:popover-open button").nth(1).click();
  await page.waitForSelector(".lineage-steps li");
  check("what made it names words, seed, model with licence, and every step", (await page.locator(".lineage-steps li").count()) >= 3 && (await page.locator(".lineage-used li").count()) >= 1);
  await snap("lineage");
});
