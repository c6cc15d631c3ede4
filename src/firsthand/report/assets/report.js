"use strict";
// Adds interplay only: all content stands in the page without it.
(() => {
  const root = document.getElementById("report");
  if (!root) return;

  // The words that a link leads to light up while it is pointed at or focused, and after a click.
  const pieces = (link) => {
    const name = (link.getAttribute("href") || "").slice(1);
    return name ? root.querySelectorAll(`.m[data-m="${CSS.escape(name)}"]`) : [];
  };
  let lit = [];
  const light = (link) => {
    lit.forEach((piece) => piece.classList.remove("lit"));
    lit = link ? [...pieces(link)] : [];
    lit.forEach((piece) => piece.classList.add("lit"));
  };
  const linkOf = (event) => event.target.closest && event.target.closest('a[href^="#"]');
  root.addEventListener("pointerover", (event) => { const link = linkOf(event); if (link) light(link); });
  root.addEventListener("pointerout", (event) => { if (linkOf(event)) light(null); });
  root.addEventListener("focusin", (event) => { const link = linkOf(event); if (link) light(link); });
  root.addEventListener("focusout", () => light(null));

  // A filter over claims and changes.
  const items = [...root.querySelectorAll(".claim, .change-item")];
  if (items.length < 6) return;
  const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
  const bar = document.createElement("form");
  bar.className = "filter";
  bar.setAttribute("role", "search");
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "Filter claims and changes";
  field.setAttribute("aria-label", field.placeholder);
  bar.append(field);
  const boxes = ["high", "medium", "low"].filter((one) => root.querySelector(`[data-severity="${one}"]`)).map((one) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = one;
    label.append(box, `${one} changes`);
    bar.append(label);
    return box;
  });
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  bar.append(count);
  const apply = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    let shown = 0;
    for (const item of items) {
      item.hidden = !words.every((word) => texts.get(item).includes(word)) || off.has(item.dataset.severity);
      if (!item.hidden) shown += 1;
    }
    count.textContent = shown === items.length ? "" : `${shown} of ${items.length} shown`;
    if (words.length) root.querySelectorAll(".claims-part details").forEach((part) => { part.open = true; });
  };
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("input", apply);
  root.querySelector(".glance").after(bar);
})();
