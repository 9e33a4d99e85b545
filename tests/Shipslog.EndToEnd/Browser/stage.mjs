// What every browser script stands on: Chromium, pages that fail on console errors, screenshots, and the clients, which the .NET test plays.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { root, address, output, given } = JSON.parse(process.env.E2E);
const require = createRequire(`${root}/ui/package.json`);
const { chromium } = require("playwright-core");
const patience = 60_000;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
flags.push("--disable-background-networking", "--disable-component-update", "--disable-sync");

export { address, given };

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Asks the test for something that clients do (see Conversations.cs). */
async function ask(wish) {
  process.stdout.write(`${JSON.stringify(wish)}\n`);
  const { result, error } = JSON.parse((await answers.next()).value);
  if (error) throw new Error(`${wish.do} ${wish.session}: ${error}`);
  return result;
}

export const play = (session, wish) => ask({ do: "play", session, ...wish });
export const hear = (session) => ask({ do: "hear", session });
export const leave = (session) => ask({ do: "leave", session });

/** Reads or writes by Shipslog's API with a token, as a program does. */
export async function api(token, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

const faults = [];
const pages = [];

/** Runs a script: its pages must come to the end without an error on any console. */
export async function perform(name, script) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  let doing = "";
  const step = async (title, action) => {
    doing = title;
    process.stderr.write(`- ${title}\n`);
    return await action();
  };
  try {
    await script({ step, person: (options) => person(browser, options), shot: (page, title) => shot(page, `${name}-${title}`) });
    if (faults.length > 0) throw new Error(`The browser's console has errors:\n${faults.join("\n")}`);
  } catch (failure) {
    for (const [index, page] of pages.entries()) await describe(page, `${name}-failed-${index}`);
    if (faults.length > 0) process.stderr.write(`Console errors:\n${faults.join("\n")}\n`);
    // Last, because of a long output only the end may be kept.
    process.stderr.write(`\nFailed at: ${doing}\n${failure.stack}\n`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    process.stdin.destroy();
  }
}

/** A browser of one's own (cookies and all) with one page. `refusals`: answers 400 to 404 are part of the play there; `away`: so is a server out of reach. */
async function person(browser, { refusals = false, away = false } = {}) {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const fault = (text) => faults.push(`${page.url()}: ${text}`);
  page.on("pageerror", (error) => fault(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() !== "error" || (refusals && /status of 40[0134]/.test(message.text()))) return;
    if (away && /net::ERR_/.test(message.text())) return;
    fault(`${message.text()} (${message.location().url})`);
  });
  page.on("response", (response) => response.status() >= 500 && fault(`${response.status()} ${response.url()}`));
  pages.push(page);
  return page;
}

/** The page as it stands, light and dark. */
async function shot(page, title) {
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${output}/${title}-${colorScheme}.png`, animations: "disabled" });
  }
}

async function describe(page, title) {
  try {
    await page.screenshot({ path: `${output}/${title}.png` });
    process.stderr.write(`\n${page.url()}\n${await page.locator("body").ariaSnapshot()}\n`);
  } catch (failure) {
    process.stderr.write(`${failure.message}\n`);
  }
}
