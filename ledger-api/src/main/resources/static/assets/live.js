// Tells a page that something happened: at most once a second, and once more a moment later, when the tables have caught up.

/**
 * @param {(types: Set<string>) => void} changed called with the types of what happened
 */
export function onChanges(changed) {
  const source = new EventSource("/dashboard/live");
  const types = ["order.placed", "order.succeeded", "order.failed", "commission.confirmed", "commission.declined",
    "commission.amended", "commission.reversed"];
  let pending = new Set();
  let planned = null;
  const tell = () => {
    planned = null;
    const happened = pending;
    pending = new Set();
    changed(happened);
  };
  types.forEach((type) => source.addEventListener(type, () => {
    pending.add(type);
    planned ??= setTimeout(tell, 1000);
  }));
  window.addEventListener("pagehide", () => source.close());
  return source;
}
