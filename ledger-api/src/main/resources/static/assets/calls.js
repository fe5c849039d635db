// Forms that call the service: <form data-call="address">. Fields go as JSON, with data-list as a list of one, those with data-query as
// parameters, a file as the whole body.
// What is refused is told in the form; when it was done, the page shows it.

function content(form) {
  const file = form.querySelector("input[type=file]")?.files[0];
  if (file) {
    return { type: "text/csv", body: file };
  }
  const fields = {};
  form.querySelectorAll("[name]:not([data-query])").forEach((field) => {
    if (field.name !== "key" && field.value) {
      fields[field.name] = "list" in field.dataset ? [field.value] : field.value;
    }
  });
  return { type: "application/json", body: JSON.stringify(fields) };
}

async function call(form) {
  const address = new URL(form.dataset.call, location.href);
  form.querySelectorAll("[data-query]").forEach((field) => address.searchParams.set(field.name, field.value));
  const { type, body } = content(form);
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      ...JSON.parse(document.body.getAttribute("hx-headers")),
      "Content-Type": type,
      "Idempotency-Key": form.querySelector("[name=key]").value,
    },
    body,
  });
  if (answer.redirected) {
    throw new Error("Nothing was done: you are signed out. Open the page anew, sign in and try again.");
  }
  const json = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
  if (!answer.ok) {
    const faults = json.errors?.map((fault) => `${fault.field}: ${fault.detail}`).join(" ");
    const error = new Error(faults || json.detail || "The service did not take it. Open the page anew and try again.");
    error.refused = answer.status < 500;
    throw error;
  }
  return { json, position: answer.headers.get("Ledger-Position") };
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.call) {
    return;
  }
  if (event.defaultPrevented) {
    return; // the reader thought better of it
  }
  event.preventDefault();
  const told = form.querySelector("[data-told]") ?? document.getElementById("told");
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  told.className = "";
  told.textContent = "";
  try {
    const { json, position } = await call(form);
    const next = form.dataset.next?.replace(/\{(\w+)}/g, (all, name) => encodeURIComponent(json[name]));
    const to = new URL(next ?? location.href, location.href);
    if (position) {
      to.searchParams.set("written", position); // the next page shows what was just done
    }
    sessionStorage.setItem("done", form.dataset.done ?? "It was done.");
    location.assign(to);
  } catch (e) {
    told.className = "banner refused";
    told.textContent = e.message;
    // what was refused is answered so again under its key, and a changed wish needs another; what may have been done keeps its key
    if (e.refused) {
      form.querySelector("[name=key]").value += ".";
    }
    button.disabled = false;
  }
});
