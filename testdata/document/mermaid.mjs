// Parses every Mermaid block of the Markdown files that are named, with the
// real parser. It exits 1 and says which block is wrong.
//
//   npm install mermaid jsdom        (anywhere)
//   ERPLAN_MERMAID=that/folder node mermaid.mjs design.md…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const at = createRequire(join(process.env.ERPLAN_MERMAID ?? process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(at.resolve(name)).href);

const { JSDOM } = await load("jsdom");
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const mermaid = (await load("mermaid")).default;

let blocks = 0;
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const [, text] of readFileSync(file, "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
    blocks++;
    try {
      await mermaid.parse(text);
    } catch (error) {
      wrong++;
      console.error(`${file}: ${error.message}`);
    }
  }
}
console.log(`${blocks} diagrams, ${wrong} wrong`);
process.exit(wrong > 0 || blocks === 0 ? 1 : 0);
