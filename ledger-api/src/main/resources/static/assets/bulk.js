// Moves commissions row by row of a CSV. Rows are sent in pieces, so that any number of them shows how far it has got and any node may take
// the next piece. The keys of the pieces are kept until all of them are answered: a file that broke off is gone on with, one that was
// finished is another request when it is sent again.

const PIECE = 500;
const form = document.getElementById("bulk");
const bar = document.getElementById("bulk-progress");
const told = document.getElementById("bulk-told");
const summary = document.getElementById("bulk-summary");
const table = document.getElementById("bulk-results");
const save = document.getElementById("bulk-save");
const MOST_SHOWN = 200;

/** Rows as lists of cells, by RFC 4180. */
function parse(text) {
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') {
        cell += c;
      } else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else {
        quoted = false;
      }
    } else if (c === '"') {
      quoted = true;
    } else if (c === "," || c === "\n") {
      row.push(cell.replace(/\r$/, ""));
      cell = "";
      if (c === "\n") {
        rows.push(row);
        row = [];
      }
    } else {
      cell += c;
    }
  }
  if (cell || row.length) {
    row.push(cell.replace(/\r$/, ""));
    rows.push(row);
  }
  if (quoted) {
    throw new Error("A quotation mark in the file is not closed.");
  }
  return rows.filter((cells) => cells.length > 1 || cells[0] !== "");
}

const quote = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const line = (cells) => cells.map(quote).join(",");
// A spreadsheet must not take a text for a formula.
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** In order; for a dry run all rows of an order in one piece, because what comes first changes what comes after. */
function pieces(rows, orderColumn, dry) {
  const numbered = rows.map((cells, index) => ({ cells, index }));
  if (!dry) {
    const made = [];
    for (let i = 0; i < numbered.length; i += PIECE) {
      made.push(numbered.slice(i, i + PIECE));
    }
    return made;
  }
  const count = Math.max(1, Math.ceil(rows.length / PIECE));
  const made = Array.from({ length: count }, () => []);
  numbered.forEach((row) => {
    let hash = 0;
    for (const c of row.cells[orderColumn] ?? "") {
      hash = (hash * 31 + c.codePointAt(0)) >>> 0;
    }
    made[hash % count].push(row);
  });
  return made.filter((piece) => piece.length);
}

/** Browsers have digests only where the connection is safe; elsewhere a file that broke off is sent anew, row by row unchanged. */
async function digest(text) {
  if (!crypto.subtle) {
    return random();
  }
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].slice(0, 16).map((b) => b.toString(16).padStart(2, "0")).join("");
}

const random = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** The key of a file that broke off, or a new one. */
function begun(digest) {
  const known = sessionStorage.getItem(`bulk-${digest}`) ?? random();
  sessionStorage.setItem(`bulk-${digest}`, known);
  return known;
}

async function send(body, key, dry) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(`/dashboard/commissions/bulk?results=all${dry ? "&dryRun=true" : ""}`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "text/csv", "Idempotency-Key": key },
    body,
  });
  if (answer.redirected || answer.status === 401) {
    throw new Error("You are not signed in any more. Sign in in another tab, then send the file again: it goes on where it stopped.");
  }
  const type = answer.headers.get("Content-Type") ?? "";
  const content = type.includes("json") ? await answer.json() : null;
  if (!answer.ok || !content) {
    const faults = content?.errors?.map((fault) => `${fault.field}: ${fault.detail}`).join(" ");
    throw new Error(faults || content?.detail || "The service did not take the file. Open the page anew and try again.");
  }
  return content;
}

function show(results, dry) {
  const count = (outcome) => results.filter((r) => r.outcome === outcome).length;
  const words = dry ? ["would be accepted", "would change nothing", "would be refused"] : ["accepted", "unchanged", "refused"];
  summary.textContent = `${results.length} rows: ${count("accepted")} ${words[0]}, ${count("unchanged")} ${words[1]}, ${count("rejected")} ${words[2]}.`;
  const listed = results.filter((r) => r.outcome !== "accepted").slice(0, MOST_SHOWN);
  table.tBodies[0].replaceChildren(...listed.map((result) => {
    const row = document.createElement("tr");
    [result.index + 2, result.id ?? "", result.outcome, result.code ?? "", result.detail ?? ""].forEach((text) => {
      row.insertCell().textContent = text;
    });
    return row;
  }));
  table.hidden = listed.length === 0;
  const file = [["row", "orderId", "outcome", "code", "detail"]].concat(
    results.map((r) => [String(r.index + 2), r.id ?? "", r.outcome, r.code ?? "", r.detail ?? ""].map(harmless)));
  URL.revokeObjectURL(save.href);
  save.href = URL.createObjectURL(new Blob([file.map(line).join("\r\n") + "\r\n"], { type: "text/csv" }));
  save.download = dry ? "dry-run.csv" : "result.csv";
  save.hidden = false;
}

async function run(file, dry) {
  const text = (await file.text()).replace(/^\uFEFF/, "");
  const [header, ...rows] = parse(text);
  if (!header || rows.length === 0) {
    throw new Error("The file has no rows below its header.");
  }
  if (header.length === 1 && header[0].includes(";")) {
    throw new Error("The file has semicolons where commas are expected. Save it as a CSV with commas.");
  }
  const digested = await digest(text);
  const key = dry ? random() : begun(digested);
  const made = pieces(rows, header.findIndex((name) => name.trim() === "orderId"), dry);
  const results = [];
  bar.hidden = false;
  bar.max = rows.length;
  bar.value = 0;
  try {
    for (const [n, piece] of made.entries()) {
      const body = [header, ...piece.map((row) => row.cells)].map(line).join("\r\n") + "\r\n";
      const answer = await send(body, `file-${key}-${n}`, dry);
      answer.results.forEach((result) => results.push({ ...result, index: piece[result.index].index }));
      bar.value += piece.length;
      told.textContent = `${bar.value} of ${rows.length} rows`;
    }
    sessionStorage.removeItem(`bulk-${digested}`);
  } finally {
    if (results.length) {
      show(results.sort((a, b) => a.index - b.index), dry);
    }
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const dry = event.submitter?.value !== "run";
  const file = form.elements.file.files[0];
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  told.classList.remove("refused", "banner");
  summary.textContent = "";
  table.hidden = true;
  save.hidden = true;
  try {
    await run(file, dry);
    told.textContent = dry ? "The dry run is done. Nothing was written." : "Done.";
  } catch (e) {
    bar.hidden = true;
    told.textContent = e.message;
    told.classList.add("banner", "refused");
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
});
