// A first day: the link that the server printed, an account, a project, a token, a script that runs, its run found, opened and compared.
import assert from "node:assert/strict";
import { drawn, filterRuns, gone, row, runLink, seen, shownRuns, sortBy, tab, until, waitForRuns } from "./places.mjs";
import { given, perform, play } from "./stage.mjs";

const day = "neptune0/exchanges/first-day-0.4.133.http";
const project = { workspace: "captain", project: "digits", user: "captain" };

await perform("first-day", async ({ step, person, shot }) => {
  const page = await person();

  await step("the first link makes the first account", async () => {
    await page.goto(given.setup);
    await page.getByLabel("User name").fill("captain");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await shot(page, "01-setup");
    await page.getByRole("button", { name: "Create account" }).click();
    await seen(page.getByRole("button", { name: "Account of captain" }));
  });

  await step("a project, with a key that is proposed", async () => {
    await page.getByRole("button", { name: "New project" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).or(dialog.getByLabel("Name *")).first().fill("digits");
    const key = dialog.getByLabel("Key");
    await until("a key is proposed", () => key.inputValue());
    await key.fill("DIG");
    await shot(page, "02-new-project");
    await dialog.getByRole("button", { name: "Create project" }).click();
    await page.waitForURL("**/captain/digits/**");
  });

  const token = await step("the card that connects code shows a token once", async () => {
    await seen(page.getByText("Connect your code"));
    await page.getByRole("button", { name: "Create a token" }).click();
    const lines = page.locator("pre").filter({ hasText: /NEPTUNE_API_TOKEN='?[A-Za-z0-9+/=]{20}/ });
    await seen(lines);
    await shot(page, "03-connect");
    return (await lines.first().textContent()).match(/NEPTUNE_API_TOKEN='?([A-Za-z0-9+/=_-]+)/)[1];
  });

  const live = await step("the run is there while it runs, without a reload", async () => {
    await page.evaluate(() => {
      window.neverReloaded = true;
    });
    const run = await play("live", { ...project, token, file: day, until: "postChannelValues" });
    // The card may stay, because of the token on it: then it leads on.
    const onward = page.getByRole("button", { name: "See all runs" });
    await seen(runLink(page, run).or(onward));
    if (await onward.isVisible()) await onward.click();
    await seen(row(page, run).getByText("running"));
    await seen(row(page, run).getByText("xception").first());
    await shot(page, "04-running");
    return run;
  });

  await step("its metrics and console come to the screen as they are sent", async () => {
    const other = await page.context().newPage();
    await other.goto(`/captain/digits/e/${live}/charts`);
    await seen(other.getByRole("tab", { name: /^Charts/ }));
    assert.equal(await other.locator("canvas").count(), 0);
    await play("live", { until: "markExperimentCompleted" });
    await drawn(other);
    await tab(other, /^Logs/);
    await seen(other.getByRole("log").getByText("epoch 9: loss 0.100"));
    await other.close();
  });

  const failed = await step("it ends, others come, one fails", async () => {
    await play("live", {});
    await seen(row(page, live).getByText("succeeded"));
    const failed = await play("failing", { ...project, token, file: "neptune0/exchanges/failed-0.4.133.http" });
    await seen(row(page, failed).getByText("failed"));
    assert.equal(await page.evaluate(() => window.neverReloaded), true);
    await page.goto(`/captain/digits/e/${failed}`);
    await seen(page.getByText("loss diverged"));
    await shot(page, "05-failed");
    return failed;
  });

  const [best, plain] = await step("two more days, with other parameters and results", async () => {
    const other = (session, file, replace) => play(session, { ...project, token, file, replace, through: "markExperimentCompleted" });
    const plain = await other("plain", day, {
      '"name": "xception"': '"name": "resnet, plain"',
      '"xception", "dropout"': '"resnet", "plain"',
      "with dropout.": "without.",
      '"value": "0.0005"': '"value": "0.01"',
      '"numericValue": 0.1}': '"numericValue": 0.3}',
    });
    const best = await other("best", "neptune0/exchanges/first-day-0.4.106.http", {
      '"value": "0.0005"': '"value": "0.002"',
      '"numericValue": 0.1}': '"numericValue": 0.02}',
    });
    return [best, plain];
  });

  await step("words find runs, a click on a tag finds more like it, a column sorts them", async () => {
    await page.goto("/captain/digits/runs");
    await seen(runLink(page, best));
    assert.equal((await shownRuns(page, "DIG")).length, 4);
    await filterRuns(page, "dropout");
    await gone(runLink(page, plain));
    await seen(runLink(page, best));
    await filterRuns(page, "");
    await seen(runLink(page, plain));
    await row(page, live).getByRole("button", { name: "xception", exact: true }).click();
    await gone(runLink(page, plain));
    await sortBy(page, "logs/val/loss");
    await waitForRuns(page, "DIG", [best, live, failed]);
    await shot(page, "06-found");
    await page.reload();
    await waitForRuns(page, "DIG", [best, live, failed]);
  });

  await step("a run is opened: its description is edited, a comment is left", async () => {
    await runLink(page, best).click();
    await seen(page.getByText("שלום"));
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByLabel("Description, Markdown").fill("The **best** so far.");
    await page.getByRole("button", { name: "Save" }).click();
    await seen(page.locator("strong").getByText("best", { exact: true }));
    await page.getByLabel("Comment, Markdown").fill("Worth a longer training.");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await seen(page.getByRole("paragraph").getByText("Worth a longer training."));
    await page.reload();
    await seen(page.locator("strong").getByText("best", { exact: true }));
    await seen(page.getByText("Worth a longer training."));
    await shot(page, "07-overview");
  });

  await step("its charts, images, logs, hardware, files and source are on screen", async () => {
    await tab(page, /^Charts/);
    await drawn(page);
    await shot(page, "08-charts");
    await tab(page, /^(Media|Images)/);
    await seesImages(page);
    await shot(page, "09-images");
    await tab(page, /^Logs/);
    await seen(page.getByRole("log").getByText("epoch 9: loss 0.100"));
    await shot(page, "10-logs");
    await tab(page, /^Hardware/);
    await drawn(page);
    await shot(page, "11-hardware");
    await tab(page, /^Files/);
    await page.getByRole("button", { name: /report\.md/ }).first().click();
    await seen(page.getByText("It learns."));
    await shot(page, "12-files");
    await page.keyboard.press("Escape");
    await tab(page, /^Source/);
    await page.getByRole("button", { name: /net\.py/ }).click();
    await seen(page.getByText("LAYERS ="));
    await shot(page, "13-source");
  });

  await step("two are compared: what differs, and the address restores it", async () => {
    await page.goto("/captain/digits/runs");
    await page.getByLabel(`Select ${best}`).click();
    await page.getByLabel(`Select ${plain}`).click();
    await page.getByRole("link", { name: /^Compare/ }).click();
    await page.waitForURL("**/compare**");
    await comparison(page);
    await drawn(page);
    for (const run of [best, plain]) await seesImageOf(page, run);
    await shot(page, "14-compare");
    await page.getByLabel("Differences only").setChecked(false);
    await seen(cell(page, "parameters/optimizer"));
    await page.reload();
    await seen(cell(page, "parameters/optimizer"));
    assert.equal(await page.getByLabel("Differences only").isChecked(), false);
    const colleague = page.url();
    await page.goto("/");
    await page.goto(colleague);
    await seen(cell(page, "parameters/optimizer"));
  });

  async function comparison() {
    assert.equal(await page.getByLabel("Differences only").isChecked(), true);
    await seen(cell(page, "parameters/lr"));
    await seen(page.getByRole("cell", { name: "0.002" }));
    await seen(page.getByRole("cell", { name: "0.01", exact: true }));
    assert.equal(await cell(page, "parameters/optimizer").count(), 0);
  }
});

function cell(page, path) {
  return page.getByRole("cell", { name: path, exact: true });
}

/** The images of runs stand next to each other, at one step. */
async function seesImageOf(page, run) {
  const image = page.getByRole("figure").filter({ hasText: run }).getByRole("img").first();
  await seen(image);
  await until(`the image of ${run} is loaded`, () => image.evaluate((element) => element.complete && element.naturalWidth > 0));
}

/** The slider goes through the steps, and each image has been loaded by the browser. */
async function seesImages(page) {
  const slider = page.getByRole("slider", { name: "Step of logs/confusion" });
  await seen(slider);
  const image = page.getByRole("img", { name: /epoch/ }).first();
  const shown = async (name) => {
    await seen(page.getByRole("img", { name }));
    await until(`the image ${name} is loaded`, () => image.evaluate((element) => element.complete && element.naturalWidth > 0));
  };
  await shown(/epoch 8/);
  await slider.focus();
  await slider.press("Home");
  await shown(/epoch 0/);
  await slider.press("ArrowRight");
  await shown(/epoch 4/);
}
