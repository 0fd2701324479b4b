// The search's box and its list of results, for the keyboard and for fingers.
"use strict";

(({ vendors, make, load, lower }) => {
  const results = make("div", { id: "results", role: "listbox", "aria-label": "Found", hidden: true });
  const status = make("p", { class: "unseen", role: "status" });
  const input = make("input", {
    id: "query", type: "search", role: "combobox", "aria-label": "Search operations and fields", "aria-expanded": "false", "aria-controls": "results",
    "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: false, maxLength: 100, placeholder: "Search operations and fields ( / )",
  });
  document.querySelector("header").append(make("search", {}, input, results, status));
  let options = [], chosen = -1, asked = 0;

  const choose = (i, scroll = true) => {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = options.length ? (i + options.length) % options.length : -1;
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    options[chosen].setAttribute("aria-selected", "true");
    if (scroll) options[chosen].scrollIntoView({ block: "nearest" }); // which has the page laid out
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const close = () => {
    results.hidden = true;
    input.setAttribute("aria-expanded", "false");
    options = [];
    choose(0);
  };
  const option = (href, ...content) => {
    const element = make("a", { href, role: "option", id: "option-" + options.length, tabIndex: -1, "aria-selected": "false" }, ...content);
    options.push(element);
    return element;
  };
  const group = (name, list) => list.length ? [make("div", { role: "group", "aria-label": name }, make("h2", { "aria-hidden": "true" }, name), ...list)] : [];
  const say = (text) => make("p", { class: "none" }, text);
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  const ready = async (prepare) => {
    await load("assets/find.js");
    return reference[prepare]();
  };
  const show = async () => {
    const turn = ++asked;
    const query = input.value.trim();
    if (!query) {
      status.textContent = "";
      return close();
    }
    if (results.hidden && !reference.findOperations) {
      results.replaceChildren(say("Preparing the search…"));
      results.hidden = false;
    }
    try {
      await ready("prepareOperations");
      if (turn !== asked) return;
      const start = performance.now();
      options = [];
      chosen = -1;
      const many = vendors.length > 1;
      const operations = reference.findOperations(query).map((entry) => option(entry.address,
        make("b", { class: "verb " + lower(entry.method) }, entry.method), " ", make("strong", {}, entry.title), entry.deprecated ? make("i", { class: "tag" }, "deprecated") : "",
        make("small", {}, (many ? entry.vendor + " · " : "") + entry.summary + " " + entry.path)));
      results.replaceChildren(...group("Operations", operations));
      results.hidden = false;
      if (results.scrollTop) results.scrollTop = 0;
      input.setAttribute("aria-expanded", "true");
      choose(0, false);
      performance.measure("operations found", { start, detail: query });
      // Fields come right after, so that a slow phone has something to show first.
      await pause();
      await ready("prepareFields");
      if (turn !== asked) return;
      const began = performance.now();
      const named = reference.findFields(query).map(({ name, place, more, address, vendor }) => option(address, make("code", {}, name),
        make("small", {}, (many ? vendor + " · " : "") + place.kind + place.name + (more > 0 ? " and in " + more + " more" : ""))));
      results.append(...group("Fields and parameters", named));
      if (chosen < 0) choose(0, false);
      if (!options.length) results.append(say("Nothing is called that."));
      status.textContent = options.length ? operations.length + " operations, " + named.length + " fields and parameters" : "Nothing is called that.";
      performance.measure("fields found", { start: began, detail: query });
      performance.measure("search", { start, detail: query });
    } catch (fault) {
      if (turn === asked) results.replaceChildren(say("The search isn't there: " + fault.message + "."));
    }
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    ready("prepareFields").catch(() => {});
    if (input.value) show();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) choose(chosen + step);
    else if (event.key === "Enter" && options[chosen]) options[chosen].click();
    else if (event.key === "Escape") {
      if (results.hidden) input.value = "";
      close();
    } else return;
    event.preventDefault();
  });
  results.addEventListener("click", (event) => {
    if (event.target.closest("a")) {
      close();
      input.blur();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("search")) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey || event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  addEventListener("hashchange", close);

  // Most readers search sooner or later; the page has time meanwhile.
  const idle = self.requestIdleCallback || ((run) => setTimeout(run, 200));
  idle(() => ready("prepareFields").catch(() => {}));
})(reference);
