"use strict";
// Adds interplay only: all content stands in the page without it.
(() => {
  const root = document.getElementById("report");
  if (!root) return;

  // Parts of a large page are drawn when somebody comes near them, or follows a link into them.
  const store = document.getElementById("parts");
  const parts = store ? JSON.parse(store.textContent) : [];
  const draw = (place) => {
    if (!place || place.dataset.part === undefined) return;
    place.innerHTML = parts[Number(place.dataset.part)];
    delete place.dataset.part;
  };
  const reveal = (name) => {
    if (!name || !parts.length || document.getElementById(name)) return false;
    const number = parts.findIndex((part) => part.includes(`id="${name}"`));
    const place = number < 0 ? null : root.querySelector(`[data-part="${number}"]`);
    draw(place);
    return Boolean(place);
  };
  if (parts.length) {
    const near = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) { draw(one.target); near.unobserve(one.target); }
    }, { rootMargin: "50%" });
    root.querySelectorAll("[data-part]").forEach((place) => near.observe(place));
    root.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest('a[href^="#"]');
      if (link) reveal(link.getAttribute("href").slice(1));
    });
    addEventListener("hashchange", () => { if (reveal(location.hash.slice(1))) location.replace(location.href); });
    addEventListener("beforeprint", () => root.querySelectorAll("[data-part]").forEach(draw));
    if (reveal(location.hash.slice(1))) location.replace(location.href);
  }

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

  // A large drawing can be made smaller and larger, and drawn about.
  for (const frame of root.querySelectorAll(".drawing")) {
    const svg = frame.querySelector("svg");
    if (!svg) continue;
    const width = Number(svg.getAttribute("width"));
    const height = Number(svg.getAttribute("height"));
    if (width <= frame.clientWidth && height <= innerHeight * 0.8) continue;
    let scale = 1;
    const zoom = (to) => {
      scale = Math.min(3, Math.max(0.1, to));
      svg.setAttribute("width", width * scale);
      svg.setAttribute("height", height * scale);
    };
    const tools = document.createElement("div");
    tools.className = "tools";
    const tool = (label, sign, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      tools.append(button);
    };
    tool("Smaller", "−", () => zoom(scale / 1.3));
    tool("Larger", "+", () => zoom(scale * 1.3));
    tool("Whole tree", "whole", () => zoom(Math.min(frame.clientWidth / width, (innerHeight * 0.78) / height)));
    tool("Natural size", "100 %", () => zoom(1));
    frame.before(tools);
    frame.classList.add("grab");
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
    });
    addEventListener("pointerup", () => { from = null; });
    frame.addEventListener("pointermove", (event) => {
      if (!from) return;
      frame.scrollLeft = from[0] - event.clientX;
      frame.scrollTop = from[1] - event.clientY;
    });
    frame.addEventListener("dragstart", (event) => event.preventDefault());
  }

  // A filter over claims and changes.
  const items = [...root.querySelectorAll(".claim, .change-item")];
  if (items.length < 6) return;
  // Words are gathered when somebody first types some: a large report opens faster so.
  let texts = null;
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
  const kinds = [...new Set(items.map((item) => item.dataset.kind).filter(Boolean))].sort();
  const chooser = document.createElement("select");
  chooser.setAttribute("aria-label", "Kind of change");
  chooser.append(new Option("all kinds of change", ""), ...kinds.map((kind) => new Option(kind, kind)));
  if (kinds.length > 1) bar.append(chooser);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  bar.append(count);
  const apply = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
    if (words.length && !texts) texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
    let shown = 0;
    for (const item of items) {
      item.hidden = !words.every((word) => texts.get(item).includes(word)) || off.has(item.dataset.severity)
        || (chooser.value !== "" && item.dataset.kind !== chooser.value);
      if (!item.hidden) shown += 1;
    }
    count.textContent = shown === items.length ? "" : `${shown} of ${items.length} shown`;
    if (words.length) root.querySelectorAll(".claims-part details").forEach((part) => { part.open = true; });
  };
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("input", apply);
  root.querySelector(".glance").after(bar);
})();
