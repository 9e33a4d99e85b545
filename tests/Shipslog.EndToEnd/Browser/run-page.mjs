// What a run holds, each in the viewer that fits it; its forks; models and the trash.
import assert from "node:assert/strict";
import { legible } from "./legible.mjs";
import { gone, seen, signIn, until } from "./places.mjs";
import { address, api, given, perform } from "./stage.mjs";

const { token, password } = given;
const root = "/projects/me/digits";
const lines = 3000;

async function make(method, path, body) {
  const answer = await api(token, method, `${root}${path}`, body);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body;
}

async function upload(run, path, name, content) {
  const url = `${address}/api/v1${root}/runs/${run}/file?path=${encodeURIComponent(path)}&name=${encodeURIComponent(name)}`;
  const answer = await fetch(url, { method: "PUT", headers: { authorization: `Bearer ${token}` }, body: content });
  assert.equal(answer.status, 200, await answer.text());
}

/** A model or a version of one, as the 1.x client makes it. */
async function makeModel(body) {
  const answer = await fetch(`${address}/api/leaderboard/v1/experiments`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ projectIdentifier: "me/digits", cliVersion: "1.14.0", ...body }),
  });
  assert.equal(answer.status, 200);
  return await answer.json();
}

await perform("run-page", async ({ step, person, shot }) => {
  const run = await step("a run with files, a long log and a fork", async () => {
    const points = Array.from({ length: lines }, (_, i) => ({ step: i, value: i === 1234 ? "here is a שגיאה" : `line ${i}` }));
    const made = await make("POST", "/runs", {
      name: "Viewers",
      operations: [{ op: "append", path: "monitoring/stdout", kind: "stringSeries", points }],
    });
    const cells = [
      { cell_type: "markdown", source: ["# A title of a notebook"] },
      { cell_type: "code", source: "1 + 1", execution_count: 7, outputs: [{ output_type: "stream", text: "two of them" }] },
    ];
    await upload(made.shortId, "files/table", "table.csv", 'name,score\n"a, first",9\n"b, second",10\n');
    await upload(made.shortId, "files/config", "config.json", '{"model": {"layers": [{"units": 64}]}, "lr": 0.1}');
    await upload(made.shortId, "files/notebook", "explore.ipynb", JSON.stringify({ cells, metadata: {}, nbformat: 4 }));
    await upload(made.shortId, "files/page", "page.html", "<p id=p>not run</p><script>p.textContent = 'scripts run'</script>");
    await upload(made.shortId, "files/image", "dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="teal"/></svg>');
    await make("POST", "/runs", { name: "a fork", fork: { run: made.shortId, step: 10 } });
    return made.shortId;
  });
  const page = await person();
  await signIn(page, "me", password);
  const place = `/me/digits/e/${run}`;

  await step("files are shown as what they are", async () => {
    await page.goto(`${place}/files`);
    const open = async (path) => {
      await page.getByRole("button", { name: path, exact: true }).click();
      return page.getByRole("dialog", { name: path });
    };
    const close = async () => {
      await page.keyboard.press("Escape");
      await gone(page.getByRole("dialog"));
    };
    const table = await open("files/table");
    await table.getByRole("button", { name: "score" }).click();
    await table.getByRole("button", { name: /^score/ }).click();
    await until("the highest score comes first", async () => (await table.getByRole("row").allTextContents())[1], (text) => text.startsWith("b, second"));
    await legible(page, "a table in a drawer");
    await shot(page, "01-table");
    await close();
    const config = await open("files/config");
    await config.getByText("[1 item]").click();
    await config.getByText("{1 member}").nth(1).click(); // The first is the model's, which is open.
    await seen(config.getByText("64"));
    await close();
    const notebook = await open("files/notebook");
    await seen(notebook.getByRole("heading", { name: "A title of a notebook" }));
    await seen(notebook.getByText("two of them"));
    await shot(page, "02-notebook");
    await close();
    const html = await open("files/page");
    await seen(html.frameLocator("iframe").getByText("scripts run"));
    assert.equal(await html.locator("iframe").getAttribute("sandbox"), "allow-scripts");
    await close();
    const image = await open("files/image");
    await image.getByRole("button", { name: /^Enlarge/ }).click();
    await seen(page.getByText("9 × 9"));
    await page.keyboard.press("Escape");
  });

  await step("a long log stands at its end, and is searched whole", async () => {
    await page.goto(`${place}/logs`);
    const log = page.getByRole("log");
    await seen(log.getByText(`line ${lines - 1}`, { exact: true }));
    assert.ok((await log.locator(".log-line").count()) < 300, "only what is on screen is in the page");
    await page.getByLabel("Search lines").fill("שגיאה");
    await page.getByRole("button", { name: /here is a/ }).click();
    await seen(log.getByText("here is a שגיאה"));
    await seen(log.getByText("line 1235", { exact: true }));
    await legible(page, "a log");
    await shot(page, "03-log");
  });

  await step("a fork tells where it comes from", async () => {
    await page.goto(place);
    await page.getByRole("link", { name: "DIG-2" }).click();
    await seen(page.getByText("at step 10"));
    await legible(page, "a fork");
    await shot(page, "04-fork");
  });

  await step("a model has versions, and each a stage", async () => {
    const model = await makeModel({ type: "model", key: "NET" });
    await makeModel({ type: "modelVersion", parentId: model.id });
    await page.goto("/me/digits/models");
    await page.getByRole("link", { name: "DIG-NET" }).click();
    await page.getByRole("combobox", { name: "Stage of DIG-NET-1" }).click();
    await page.getByRole("option", { name: "production" }).click();
    await until("the stage is kept", async () => {
      const read = await api(token, "GET", `${root}/runs/DIG-NET-1`);
      return read.body.attributes.find(({ path }) => path === "sys/stage").value;
    }, (stage) => stage === "production");
    await page.goto("/me/digits/models");
    await seen(page.getByText("production: 1"));
    await legible(page, "models");
    await shot(page, "05-models");
  });

  await step("what is thrown away is restored, or deleted for ever", async () => {
    const act = async (name) => {
      await page.getByRole("button", { name: /^More for/ }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    await page.goto("/me/digits/e/DIG-2");
    await act("Move to the trash");
    await seen(page.getByText("in the trash"));
    await act("Restore");
    await gone(page.getByText("in the trash"));
    await act("Move to the trash");
    await page.goto("/me/digits/trash");
    await seen(page.getByRole("link", { name: "DIG-2" }));
    await legible(page, "the trash");
    await shot(page, "06-trash");
    await page.getByRole("button", { name: /^Delete all/ }).click();
    await page.getByRole("button", { name: "Delete for ever" }).click();
    await seen(page.getByText(/Deleted 1 for ever: .* given back/));
    assert.equal((await api(token, "GET", `${root}/runs/DIG-2`)).status, 404);
  });
});
