// Parts of a page that move: <div data-live="address of the part">. When something happened, the part is asked for again, at most once a
// second; rows that are new or other than before light up.

const EVENTS = ["order.placed", "order.succeeded", "order.failed", "commission.confirmed", "commission.declined",
  "commission.amended", "commission.reversed"];
const BREATH = 1000;

const parts = [...document.querySelectorAll("[data-live]")];
const state = document.getElementById("live-state");
const pause = document.getElementById("live-pause");
let seen = 0;
let shown = 0;
let waiting = false;
let paused = false;

function say(text) {
  if (state && state.textContent !== text) {
    state.textContent = text;
  }
}

function versions(part) {
  return new Map([...part.querySelectorAll("tr[id]")].map((row) => [row.id, row.dataset.version]));
}

function put(part, html) {
  const before = versions(part);
  const focused = part.contains(document.activeElement) ? document.activeElement.closest("tr[id]")?.id : null;
  const left = part.querySelector(".scroll")?.scrollLeft ?? 0;
  part.replaceChildren(...new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").body.childNodes);
  part.querySelectorAll("tr[id]").forEach((row) => {
    if (before.get(row.id) !== row.dataset.version) {
      row.classList.add("fresh");
    }
  });
  part.querySelector(".scroll")?.scrollTo({ left });
  if (focused) {
    document.getElementById(focused)?.querySelector("a")?.focus();
  }
}

async function refresh() {
  const wanted = seen;
  try {
    await Promise.all(parts.map(async (part) => {
      const address = new URL(part.dataset.live, location.href);
      address.searchParams.set("seen", wanted);
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.ok) {
        put(part, await answer.text());
      } else if (answer.status === 401) {
        location.reload();
      }
    }));
    shown = Math.max(shown, wanted);
    say("Live");
  } catch {
    say("Not connected; trying again");
  }
}

function later() {
  if (!waiting && !paused && seen > shown) {
    waiting = true;
    setTimeout(async () => {
      await refresh();
      waiting = false;
      later();
    }, shown === 0 ? 50 : BREATH);
  }
}

const source = new EventSource("/dashboard/live");
EVENTS.forEach((type) => source.addEventListener(type, (event) => {
  seen = Math.max(seen, Number(event.lastEventId));
  if (paused) {
    say("Paused; there is something new");
  }
  later();
}));
source.onopen = () => {
  document.documentElement.dataset.listening = "true";
  say(paused ? "Paused" : "Live");
};
source.onerror = () => say("Not connected; trying again");

pause?.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Go on" : "Pause updates";
  say(paused ? "Paused" : "Live");
  later();
});
