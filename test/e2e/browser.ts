// A real Chromium, and a person in front of the playground's page: what they can do there, and the pictures that are kept.
// Never reaches beyond loopback, and never looks anywhere but at the page.
import { mkdirSync } from "node:fs";
import process from "node:process";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

/** Without these, a browser that nobody watches asks its maker for updates. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: QUIET });

export interface Visitor {
  readonly page: Page;
  /** Errors that the page ran into. */
  readonly faults: readonly string[];
  become(name: string): Promise<void>;
  /** A channel by its name, or an app. */
  open(conversation: string): Promise<void>;
  /** Types a line and presses Enter. */
  type(line: string): Promise<void>;
  /** Picks from a list of the form by what stands there. */
  choose(field: string, option: string | RegExp): Promise<void>;
  /** The newest message that holds this text. */
  message(text: string | RegExp): Locator;
  /** Who holds a role, as the panel shows it. */
  holders(role: string): Locator;
  /** What was just tried in somebody's name, and how it went. */
  trial(account: string, statement: string): Locator;
  /** Of the whole page, or of one thing on it. */
  picture(name: string, of?: Locator): Promise<void>;
}

/** Those in docs/images were copied from here. */
const PICTURES = ".reports/screenshots";

export async function visit(browser: Browser, url: string): Promise<Visitor> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 960 },
    deviceScaleFactor: 1.5,
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "Europe/Lisbon",
  });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(url);
  mkdirSync(PICTURES, { recursive: true });
  return {
    page,
    faults,
    async become(name) {
      await page.getByRole("button", { name: new RegExp(`^Be ${name} `) }).click();
      await page
        .getByRole("button", { name: new RegExp(`^Be ${name} `), includeHidden: true })
        .and(page.locator("[aria-current=true]"))
        .waitFor();
    },
    async open(conversation) {
      await page
        .getByRole("navigation", { name: "Acme" })
        .getByRole("button", { name: new RegExp(`^${conversation}\\b`) })
        .click();
      await page.getByRole("heading", { level: 1, name: conversation }).waitFor();
    },
    async type(line) {
      await page.getByRole("textbox", { name: /^Message/ }).fill(line);
      await page.keyboard.press("Enter");
    },
    async choose(field, option) {
      const form = page.getByRole("dialog");
      await form.getByRole("combobox", { name: field }).click();
      await page.getByRole("option", { name: option }).click();
    },
    message: (text) => page.getByRole("article").filter({ hasText: text }).last(),
    holders: (role) => page.getByRole("list", { name: new RegExp(`\\(${role}\\)$`) }),
    trial: (account, statement) =>
      page
        .getByRole("list", { name: "Tried just now" })
        .getByRole("listitem")
        .filter({ has: page.getByText(account, { exact: true }) })
        .filter({ hasText: statement }),
    async picture(name, of) {
      // The pointer leaves no mark on what is shown.
      await page.mouse.move(0, 0);
      await (of ?? page).screenshot({ path: `${PICTURES}/${name}.png` });
    },
  };
}
