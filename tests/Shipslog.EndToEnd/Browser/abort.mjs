// Somebody presses Abort on the page of a run; the client that is connected hears it, and the run is aborted.
import assert from "node:assert/strict";
import { seen, signIn } from "./places.mjs";
import { given, hear, leave, perform, play } from "./stage.mjs";

await perform("abort", async ({ step, person, shot }) => {
  const page = await person();

  const run = await step("a client is connected", async () => {
    const client = { workspace: "me", project: "recorded", user: "me", token: given.Token };
    return await play("client", { ...client, file: "neptune0/exchanges/first-day-0.4.106.http", until: "markExperimentCompleted" });
  });

  await step("abort is pressed, and asked for once more", async () => {
    await signIn(page, "me", given.password);
    await page.goto(`/me/recorded/e/${run}`);
    await page.getByRole("button", { name: "Abort" }).click();
    const dialog = page.getByRole("dialog");
    await seen(dialog);
    await shot(page, "01-asked");
    await dialog.getByRole("button", { name: "Abort" }).click();
  });

  await step("the client hears it, and everybody sees the state", async () => {
    assert.deepEqual(JSON.parse(await hear("client")), { messageType: "Abort", messageBody: null });
    await leave("client");
    await seen(page.getByText("aborted", { exact: true }));
    await shot(page, "02-aborted");
  });
});
