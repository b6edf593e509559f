// A flow's picture beside its text: drawn again after each look, steps in error marked; a press leads to the step's line.

import { ask } from "./server.js";

const find = (selector) => document.querySelector(selector);
let looks = 0;

export function pictureOf({ path, goTo }) {
  const box = find("#picture");
  if (!box) return () => {};
  return async (text) => {
    const mine = ++looks;
    const { status, said } = await ask("/studio/api/flow", { path, text });
    if (mine !== looks || status !== 200) return;
    show(box, said, goTo);
  };
}

function show(box, { svg, steps, drawn_from: from }, goTo) {
  const wrong = steps.filter((each) => each.faults.some((fault) => !fault.warning)).map((each) => each.id);
  find("#picture-says").textContent = [
    from === "live" ? "What you have written cannot be drawn yet, so this is the live version." : "",
    wrong.length ? `To put right: ${wrong.join(", ")}.` : "",
  ].filter(Boolean).join(" ");
  const drawn = svg ? new DOMParser().parseFromString(svg, "image/svg+xml").documentElement : null;
  box.hidden = !drawn || drawn.nodeName !== "svg";
  if (box.hidden) return;
  box.replaceChildren(document.adoptNode(drawn));
  const lines = new Map(steps.map((each) => [each.id, each.line]));
  box.onclick = (event) => {
    const id = event.target.closest("g[id^=box-]")?.id.slice("box-".length);
    if (!lines.get(id)) return;
    event.preventDefault();
    goTo(lines.get(id), 1);
  };
}
