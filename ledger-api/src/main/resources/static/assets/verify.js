// Verification tells line by line how far it has got; the last line is the report.

const form = document.getElementById("verify");
const bar = document.getElementById("verify-progress");
const told = document.getElementById("verify-told");
const findings = document.getElementById("verify-findings");

function show(line) {
  if (line.of !== undefined) {
    bar.max = Math.max(1, line.of);
    bar.value = line.events;
    told.textContent = line.events < line.of ? `${line.events} of ${line.of} events` : "The events are gone through; now the totals.";
    return;
  }
  if (line.detail !== undefined) {
    told.textContent = line.detail;
    return;
  }
  told.className = line.verified ? "banner done" : "banner refused";
  told.textContent = line.verified
    ? `Verified: ${line.events} events, and nothing was found.`
    : `${line.events} events were gone through, and this was found:`;
  findings.replaceChildren(...line.findings.map((finding) => {
    const item = document.createElement("li");
    item.textContent = `${finding.code}${finding.ledgerSequence ? `, event ${finding.ledgerSequence}` : ""}: ${finding.detail}`;
    return item;
  }));
}

async function verify() {
  const answer = await fetch("/dashboard/audit/verify", {
    method: "POST",
    headers: JSON.parse(document.body.getAttribute("hx-headers")),
  });
  if (!answer.ok) {
    throw new Error("The verification did not begin. Open the page anew and try again.");
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last = {};
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    lines.filter((line) => line).forEach((line) => {
      last = JSON.parse(line);
      show(last);
    });
  }
  if (last.verified === undefined && last.detail === undefined) {
    throw new Error("The verification broke off before its end. Try again.");
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  bar.hidden = false;
  bar.removeAttribute("value");
  told.className = "";
  findings.replaceChildren();
  try {
    await verify();
  } catch (e) {
    told.className = "banner refused";
    told.textContent = e.message;
  } finally {
    button.disabled = false;
    bar.hidden = true;
  }
});
