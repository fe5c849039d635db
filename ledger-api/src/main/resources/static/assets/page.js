// What every page does: says in which timezone its reader is, and closes small menus by Escape or a click elsewhere.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`timezone=${encodeURIComponent(zone)}`)) {
  document.cookie = `timezone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
}

const menus = () => document.querySelectorAll("details.menu-toggle[open], details.who[open]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});

document.addEventListener("click", (event) => {
  menus().forEach((menu) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});

// A button that cannot be undone asks once more: <form data-confirm="Really?">
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
  if (!event.defaultPrevented && event.target.matches(KEEPS)) {
    keep(event.target);
  }
});

// The second half of a double click is no second wish: the browser would wait for its answer, and what the first one shows would be lost.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.("form[method=post] button")) {
    event.preventDefault();
  }
});

// What was typed is there again when it was refused: the form that was sent is filled and unfolded. No secrets are kept.
const KEPT = "sent-form";
const KEEPS = "form.stack[method=post], form[data-keep][method=post]";
const typed = (form) => [...form.elements].filter((field) =>
  field.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(field.type));

function keep(form) {
  const fields = typed(form).map((field) => ({ name: field.name, value: field.value, checked: field.checked === true }));
  sessionStorage.setItem(KEPT, JSON.stringify({ action: form.getAttribute("action"), fields }));
}

function fillAgain({ action, fields }) {
  const form = [...document.querySelectorAll(KEEPS)].find((one) => one.getAttribute("action") === action);
  if (form) {
    form.closest("details")?.setAttribute("open", "");
    typed(form).forEach((field, n) => {
      if (field.name === fields[n]?.name) {
        if (["checkbox", "radio"].includes(field.type)) {
          field.checked = fields[n].checked;
        } else {
          field.value = fields[n].value;
        }
      }
    });
  }
}

const sent = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (sent && document.querySelector(".banner.refused")) {
  fillAgain(JSON.parse(sent));
}

// What a script of ours has carried out is told by the page that follows.
const done = sessionStorage.getItem("done");
sessionStorage.removeItem("done");
if (done) {
  const told = document.createElement("p");
  told.className = "banner done";
  told.setAttribute("role", "status");
  told.textContent = done;
  document.querySelector("main")?.prepend(told);
}

// What is pasted often has a space at an end; no name and no identifier has.
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("input:not([type]), input[type=search]").forEach((input) => {
    input.value = input.value.trim();
  });
}, true);

// Forms with data-auto send themselves when a filter is chosen with a pointer. By keyboard one goes through the choices first, and sends
// the form by Enter or its button.
let pointed = true;
document.addEventListener("pointerdown", () => { pointed = true; }, true);
document.addEventListener("keydown", () => { pointed = false; }, true);

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (pointed && form?.dataset.auto !== undefined && event.target.type !== "date") {
    form.requestSubmit();
  }
});

// An explanation covers what stands below it: Escape puts it away until it is asked for again.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll(".tip:hover, .tip:focus-within").forEach((tip) => tip.classList.add("away"));
  }
});
["mouseout", "focusout"].forEach((leaving) => document.addEventListener(leaving, (event) => {
  const tip = event.target.closest?.(".tip.away");
  if (tip && !tip.contains(event.relatedTarget)) {
    tip.classList.remove("away");
  }
}));

// A row opens what its first link leads to, unless text is being marked or something else in it is meant.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("table.opens tbody tr");
  if (row && !event.target.closest("a, button, input, select, label") && window.getSelection().isCollapsed) {
    row.querySelector("a")?.click();
  }
});

// The way back to a list keeps the filters that it was left with, in this tab.
if (document.querySelector("form.filters")) {
  sessionStorage.setItem(`filters-${location.pathname}`, location.search);
}
document.querySelectorAll("a[data-back]").forEach((link) => {
  const address = new URL(link.href);
  const left = sessionStorage.getItem(`filters-${address.pathname}`);
  if (left && !address.search) {
    link.href = address.pathname + left;
  }
});
