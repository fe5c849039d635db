// The chart of the first page. Its figures stand in the table below it, so that there is one place they come from.

import { onChanges } from "/assets/live.js";

let chart = null;

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function line(label, data, colour, dash) {
  return { label, data, borderColor: colour, backgroundColor: colour, borderWidth: 2, borderDash: dash, pointRadius: 0,
    pointHitRadius: 12, cubicInterpolationMode: "monotone" };
}

function draw() {
  chart?.destroy();
  chart = null;
  const canvas = document.getElementById("chart");
  if (!canvas) {
    return;
  }
  const rows = [...document.querySelectorAll("#points tbody tr")];
  const figures = (name) => rows.map((row) => Number(row.dataset[name]));
  const text = style("--muted");
  const grid = style("--line");
  chart = new window.Chart(canvas, {
    type: "line",
    data: {
      labels: rows.map((row) => row.dataset.label),
      datasets: [
        line("Customers", figures("customers"), style("--primary"), []),
        line("Orders", figures("orders"), style("--second"), [6, 4]),
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { align: "start", labels: { color: text, usePointStyle: true, pointStyle: "line" } } },
      scales: {
        x: { ticks: { color: text, maxTicksLimit: 8, maxRotation: 0 }, grid: { display: false } },
        y: { beginAtZero: true, ticks: { color: text, precision: 0 }, grid: { color: grid } },
      },
    },
  });
}

const focusable = (part) => [...part.querySelectorAll("a[href], button, summary, [tabindex]")];

async function refresh() {
  const before = document.getElementById("figures");
  const answer = await fetch(before.dataset.source, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    return;
  }
  const open = before.querySelector("details.data")?.open;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = parsed.getElementById("figures");
  if (!fresh) {
    return;
  }
  const focus = focusable(before).indexOf(document.activeElement);
  const table = fresh.querySelector("details.data");
  if (table && open) {
    table.open = true;
  }
  before.replaceWith(fresh);
  focusable(fresh)[focus]?.focus({ preventScroll: true });
  draw();
}

draw();
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
onChanges(() => {
  refresh();
  setTimeout(refresh, 2500);
});
setInterval(() => {
  if (document.visibilityState === "visible") {
    refresh();
  }
}, 30000);
