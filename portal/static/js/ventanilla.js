// Comforts on top of pages that work without them: copying, dropping files, moving by key, waiting for a result.

const typing = (event) => event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.lastChild;
    const before = words.textContent;
    words.textContent = document.documentElement.lang === "en" ? "Copied" : "Copiado";
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}

for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("is-over"));
  }
  area.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; });
}

// n and p: from finding to finding. j, k, Enter, x, a: rows of the desk. / : search.
const stops = [...document.querySelectorAll("[data-stop]")];
const rows = [...document.querySelectorAll("[data-row]")];
let stop = -1;
let row = -1;

function step(list, index) {
  const target = list[index];
  if (!target) return;
  if (target.matches("details")) target.open = true;
  target.scrollIntoView({ block: "center" });
  (target.querySelector("summary, a, button") ?? target).focus({ preventScroll: true });
}

// Round and round: behind the last finding comes the first.
function nextStop() {
  if (stops.length) step(stops, (stop = (stop + 1) % stops.length));
}

function previousStop() {
  if (stops.length) step(stops, (stop = (Math.max(stop, 0) + stops.length - 1) % stops.length));
}

function select(index) {
  rows[row]?.classList.remove("is-current");
  row = Math.max(0, Math.min(rows.length - 1, index));
  rows[row]?.classList.add("is-current");
  rows[row]?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  const current = rows[row];
  const keys = {
    n: nextStop,
    p: previousStop,
    j: () => rows.length && select(row + 1),
    k: () => rows.length && select(row - 1),
    Enter: () => current && event.target === document.body && current.querySelector("a")?.click(),
    x: () => current?.querySelector("input[type=checkbox]")?.click(),
    a: () => {
      const ticks = rows.map((entry) => entry.querySelector("input[type=checkbox]")).filter(Boolean);
      const mine = current?.querySelector("input[type=checkbox]");
      if (mine && !ticks.some((tick) => tick.checked)) mine.checked = true;
      if (!ticks.length || ticks.some((tick) => tick.checked)) document.querySelector("[data-key=a]")?.click();
    },
    r: () => document.querySelector("[data-key=r]")?.focus(),
    "/": () => document.querySelector("[data-key='/']")?.focus(),
    "?": () => { const help = document.querySelector("[data-help]"); if (help) help.open = !help.open; },
  };
  if (keys[event.key]) {
    if (event.key !== "Enter") event.preventDefault();
    keys[event.key]();
  }
});

// An address that names a finding or a line opens what hides it; paper hides nothing.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (stops.includes(target)) stop = stops.indexOf(target);
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", reveal);
reveal();
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
});

// How many rows are ticked, in the bar that acts on them.
const count = document.querySelector("[data-ticked]");
if (count) {
  const tell = () => { count.textContent = document.querySelectorAll("tbody input:checked").length; };
  document.addEventListener("change", tell);
  tell();
}

for (const bar of document.querySelectorAll("[data-steps]")) bar.hidden = stops.length === 0;
for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => { button.dataset.step === "n" ? nextStop() : previousStop(); });
}

// A page that waits for a job asks how it goes and moves on when it is done; without script it refreshes itself.
const waiting = document.querySelector("[data-poll]");
if (waiting) {
  document.querySelector("meta[http-equiv=refresh]")?.remove();
  const ask = async () => {
    const answer = await fetch(waiting.dataset.poll, { headers: { Accept: "application/json" } });
    const state = answer.ok ? await answer.json() : {};
    if (state.done) location.replace(state.address ?? location.href);
    else {
      const words = waiting.querySelector("[data-words]");
      if (words && state.words) words.textContent = state.words;
      const bar = waiting.querySelector("progress");
      if (bar && state.value != null) { bar.max = state.max; bar.value = state.value; }
      setTimeout(ask, 1000);
    }
  };
  setTimeout(ask, 1000);
}
