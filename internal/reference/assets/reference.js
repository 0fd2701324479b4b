// The reference's script: the search, and the types that are unfolded on demand. Without it a page has everything but the types' fields.
// It builds what it shows of elements and texts, never of markup, and loads scripts only, since a page that is opened from a disk may
// load nothing else.
"use strict";

const reference = (() => {
  const root = new URL("../", document.currentScript.src).href;
  const [vendor, file = ""] = location.href.replace(/[?#].*/s, "").slice(root.length).split("/");
  const service = decodeURIComponent(file.replace(/\.html$/, ""));
  const vendors = document.querySelector("main").dataset.vendors?.split(" ") || [vendor];

  const make = (tag, properties = {}, ...content) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") element.className = value;
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...content.filter((part) => part !== "" && part != null));
    return element;
  };

  const narrow = matchMedia("(max-width: 52rem)");

  // ---- Loading

  const loading = new Map();
  const load = (file) => {
    if (!loading.has(file)) {
      loading.set(file, new Promise((resolve, reject) => {
        const script = make("script", { src: root + file });
        script.onload = resolve;
        script.onerror = () => {
          loading.delete(file);
          script.remove();
          reject(new Error(file + " can't be loaded"));
        };
        document.head.append(script);
      }));
    }
    return loading.get(file);
  };
  const address = (service) => root + vendor + "/" + encodeURIComponent(service) + ".html";

  // ---- Words

  const split = (text) => text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+|\p{N}+|\p{L}+/gu) || [];
  // A name is found by its words, and by those that it runs together.
  const nameWords = (text) => text.split(/[^\p{L}\p{N}|]+/u).flatMap((piece) => {
    const words = piece.split("|").flatMap(split);
    return words.length > 1 ? [...words, words.join("")] : words;
  });
  const queryWords = (text) => text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => /\p{Ll}\p{Lu}/u.test(word) ? split(word) : word).filter(Boolean);
  const lower = (word) => word.toLowerCase();
  const stem = (word) => lower(word).replace(/(?<=.{2}[^su])s$/, ""); // tickets are found by ticket, and the other way round
  const joined = (text) => lower(text).replace(/[^\p{L}\p{N}]+/gu, "");

  // ---- The search

  const entries = []; // operations of all vendors of the page
  const fields = []; // names of fields and parameters
  const given = new Map(); // what the vendors' search files have
  let operationIndex, fieldIndex, searchable = false;
  const lines = (text) => text ? text.split("\n").map((line) => line.split("\t")) : [];
  const numbers = (text) => {
    let last = 0;
    return text ? text.split(" ").map((n) => last += parseInt(n, 36)) : [];
  };

  // A phone takes a tenth of a second to read all of a vendor, in which it would answer to nothing.
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  const addVendor = async (vendor, data) => {
    const services = data.services.split("\n").map((name) => name.replace("*", "")); // which stands behind those of every day
    const everyday = new Set(data.services.split("\n").filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1)));
    const at = (service) => root + vendor + "/" + encodeURIComponent(service) + ".html#";
    const first = entries.length;
    const places = new Map();
    for (const [service, methods, id, method, path, summary = ""] of lines(data.operations)) {
      const name = services[parseInt(service, 36)], names = methods.split(" ");
      const order = places.get(name) || 0;
      places.set(name, order + 1);
      entries.push({
        id: entries.length, service: stem(name), methods: names.map(stem), order, everyday: everyday.has(name), vendor: data.product,
        title: name + "." + (names[0] === "Create" ? names.join(", ") : names[0]), words: name + " " + methods + " " + id, method, path, summary,
        exact: joined(id), address: at(name) + encodeURIComponent(id),
      });
    }
    await rest();
    const types = lines(data.types).map(([service, name]) => ({ name, address: at(services[parseInt(service, 36)]) + encodeURIComponent(name) }));
    for (const line of data.fields.split("\n")) {
      const [shown, inTypes = "", inOperations = ""] = line.split("\t");
      const [marked, correct = ""] = shown.split("=");
      fields.push({ id: fields.length, name: marked.replaceAll("|", ""), words: marked + " " + correct, inTypes, inOperations, types, first, vendor: data.product });
      if (fields.length % 2000 === 0) await rest();
    }
  };
  // The places of a field are read when it is found: most never are.
  const placesOf = (field) => field.places ??= [
    ...numbers(field.inTypes).map((n) => ({ kind: "field of ", name: field.types[n].name, address: field.types[n].address })),
    ...numbers(field.inOperations).map((n) => entries[field.first + n]).map((entry) => ({ kind: "parameter of ", name: entry.title, address: entry.address })),
  ].sort((a, b) => a.name.length - b.name.length);

  let ready;
  const prepare = () => ready ??= (async () => {
    entries.length = fields.length = 0;
    await load("assets/minisearch/minisearch.js");
    for (const vendor of vendors) {
      await load(vendor + "/search.js");
      await addVendor(vendor, given.get(vendor));
    }
    const options = { tokenize: nameWords, processTerm: stem, autoVacuum: false };
    operationIndex = new MiniSearch({
      ...options, fields: ["name", "summary", "path"], extractField: (entry, field) => field === "name" ? entry.words : entry[field],
    });
    fieldIndex = new MiniSearch({ ...options, fields: ["name"], extractField: (field, name) => name === "name" ? field.words : field[name] });
    await operationIndex.addAllAsync(entries, { chunkSize: 200 });
    await fieldIndex.addAllAsync(fields, { chunkSize: 500 });
    searchable = true;
    performance.mark("search ready");
  })();

  const settings = {
    tokenize: queryWords,
    prefix: (term, i, terms) => term.length > 1 || i === terms.length - 1,
    fuzzy: (term) => term.length > 5 ? 2 : term.length > 3 ? 1 : false,
    weights: { fuzzy: 0.2, prefix: 0.2 }, // what only begins so is rarer, and would come first
    bm25: { k: 1.2, b: 0.1, d: 0.5 }, // a list isn't found later for having more methods
  };
  const findOperations = (query) => {
    const options = { ...settings, boost: { name: 4, summary: 1.5 }, combineWith: "AND" };
    let found = operationIndex.search(query, options);
    if (!found.length) found = operationIndex.search(query, { ...options, combineWith: "OR" });
    if (!found.length) found = operationIndex.search(query, { ...options, combineWith: "OR", fuzzy: (term) => term.length > 3 && 2 });
        // A service of this name comes before those that only begin so, and in it what people look for most.
    const words = queryWords(query).map(stem), whole = joined(query);
    const corrected = (term) => !words.some((word) => term.startsWith(word));
    const score = ({ id, score, terms }) => {
      const entry = entries[id];
      const of = Math.max(0, ...[...words, ...terms.filter(corrected)].map((word) => entry.service === word ? 2 : entry.service.startsWith(word) ? word.length / entry.service.length : 0));
      return score * (1 + 4 * of * of) * (terms.some((word) => entry.methods.includes(word)) ? 2 : 1) * (1 + 1 / (1 + entry.order)) *
        (entry.everyday ? 1.5 : 1) * (entry.exact === whole ? 10 : 1);
    };
    const ranked = found.slice(0, 200).map((hit) => [score(hit), entries[hit.id]]).sort(([a], [b]) => b - a);
    return ranked.slice(0, narrow.matches ? 6 : 10).map(([, entry]) => entry); // where fields stand below, they are in sight
  };
  const findFields = (query) => {
    const words = queryWords(query).map(stem), exact = lower(query), whole = joined(query);
    if (whole.length < 2) return [];
    const found = fieldIndex.search(query, { ...settings, combineWith: "OR" }).slice(0, 60).map((hit) => {
      const field = fields[hit.id];
      let places = placesOf(field);
      let score = hit.score * (lower(field.name) === exact ? 6 : joined(field.name) === whole ? 3 : 1) * (1 + Math.log(places.length) / 3) / Math.sqrt(field.name.length);
      // A word that isn't in the field's name may say whose field is meant.
      const rest = words.filter((word) => !hit.queryTerms.includes(word));
      if (rest.length) {
        const points = new Map(places.map((place) => {
          const of = stem(place.name);
          return [place, rest.reduce((sum, word) => sum + (of === word ? 3 : of.startsWith(word) ? 2 : of.includes(word) ? 1 : 0), 0)];
        }));
        places = [...places].sort((a, b) => points.get(b) - points.get(a));
        score *= 1 + points.get(places[0]);
      }
      return { field, places, score };
    }).sort((a, b) => b.score - a.score);
    const rows = found.slice(0, 8).flatMap(({ field, places }, i) => places.slice(0, i === 0 ? 4 : 1).map((place, j) => ({
      name: field.name, place, more: j === 0 ? places.length - 1 : 0, address: place.address + "." + encodeURIComponent(field.name), vendor: field.vendor,
    })));
    return rows.slice(0, 10);
  };

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

  const show = async () => {
    const turn = ++asked;
    const query = input.value.trim();
    if (!query) {
      status.textContent = "";
      return close();
    }
    if (!searchable) {
      results.replaceChildren(make("p", { class: "none" }, "Preparing the search…"));
      results.hidden = false;
      try {
        await prepare();
      } catch (fault) {
        results.replaceChildren(make("p", { class: "none" }, "The search isn't there: " + fault.message + "."));
        ready = undefined;
        return;
      }
      if (turn !== asked) return;
    }
    const start = performance.now();
    options = [];
    chosen = -1;
    const many = vendors.length > 1;
    const operations = findOperations(query).map((entry) => option(entry.address,
      make("b", { class: "verb " + lower(entry.method) }, entry.method), " ", make("strong", {}, entry.title),
      make("small", {}, (many ? entry.vendor + " · " : "") + entry.summary + " " + entry.path)));
    results.replaceChildren(...group("Operations", operations));
    results.hidden = false;
    if (results.scrollTop) results.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    choose(0, false);
    performance.measure("operations found", { start, detail: query });
    // Fields come right after, so that a slow phone has something to show first.
    await rest();
    if (turn !== asked) return;
    const named = findFields(query).map(({ name, place, more, address, vendor }) => option(address, make("code", {}, name),
      make("small", {}, (many ? vendor + " · " : "") + place.kind + place.name + (more > 0 ? " and in " + more + " more" : ""))));
    results.append(...group("Fields and parameters", named));
    if (chosen < 0) choose(0, false);
    if (!options.length) results.append(make("p", { class: "none" }, "Nothing is called that."));
    status.textContent = options.length ? operations.length + " operations, " + named.length + " fields and parameters" : "Nothing is called that.";
    performance.measure("search", { start, detail: query });
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    prepare().catch(() => { ready = undefined; });
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

  // ---- Types

  const known = new Map(); // by name
  const homes = new Map(); // the service on whose page a type stands, and the file that has it

  const homeOf = (name) => homes.get(name) || homes.get(name.replace(/Input$/, ""));
  const typeOf = async (name) => {
    if (!known.has(name)) await load(vendor + "/types/" + homeOf(name).file + ".js");
    const type = known.get(name);
    if (!type) throw new Error("there is no type " + name);
    return type;
  };
  // A type that is written is like the one that is read: without what is only read, and with what it holds as that is written.
  const fieldsOf = (type) => {
    if (type.list) return type.list;
    const own = lines(type.fields).map(([name, of = "anything", marks = "", about = ""]) => ({ name, of, marks, about }));
    if (!type.like) return type.list = own;
    const named = new Map();
    for (const field of fieldsOf(known.get(type.like))) {
      if (field.marks.includes("o")) continue;
      const { name, of, marks, about } = field;
      named.set(name, marks.includes("i") ? { name, of: of.replace(references, "$&Input"), marks: marks.replace("i", ""), about } : field);
    }
    for (const name of (type.without || "").split("\n")) named.delete(name);
    for (const field of own) named.set(field.name, field);
    return type.list = [...named.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  };
  const references = /@[A-Za-z0-9_.*~-]*[A-Za-z0-9_*]/g;
  const isInner = (name) => /[.~]/.test(name);

  // A type's words, with what it names as links, each with a button that unfolds it below.
  const words = (of, below) => {
    const parts = [];
    let last = 0;
    for (const match of of.matchAll(references)) {
      const name = match[0].slice(1);
      parts.push(of.slice(last, match.index), isInner(name) ? "object" : make("a", { href: address(homeOf(name).service) + "#" + encodeURIComponent(name) }, name), " ", unfolder(name, below));
      last = match.index + match[0].length;
    }
    parts.push(of.slice(last));
    return parts;
  };
  const unfolder = (name, below) => {
    const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": "Fields of " + name }, "fields");
    button.dataset.type = name;
    let made;
    button.unfold = async () => {
      button.setAttribute("aria-expanded", "true");
      try {
        made ??= typeElement(name, await typeOf(name));
      } catch (fault) {
        made = undefined;
        button.setAttribute("aria-expanded", "false");
        button.after(" ", make("span", { class: "quiet", role: "alert" }, fault.message));
        return null;
      }
      below().append(made);
      return made;
    };
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-expanded") === "false") return button.unfold();
      button.setAttribute("aria-expanded", "false");
      made?.remove();
    });
    return button;
  };

  const marked = { r: "required", o: "read only", w: "write only", d: "deprecated", n: "may be null", s: "secret" };
  const fieldElement = (field) => {
    const item = make("li", { class: "field" });
    item.dataset.field = field.name;
    item.append(make("code", {}, field.name), " ", make("span", { class: "type" }, ...words(field.of, () => item)));
    for (const mark of field.marks) if (marked[mark]) item.append(" ", make("b", {}, marked[mark]));
    if (field.about) item.append(...paragraphs(field.about));
    return item;
  };
  const paragraphs = (text) => text.split(" ¶ ").map((part) => make("p", {}, ...part.split("`").map((piece, i) => i % 2 ? make("code", {}, piece) : piece)));

  const atOnce = 150;
  const typeElement = (name, type) => {
    const list = fieldsOf(type);
    const element = make("div", { class: "unfolded" });
    element.dataset.type = name;
    const tools = make("div", { class: "tools" });
    const items = make("ul", { "aria-label": "Fields of " + name });
    const rest = make("button", { type: "button" });
    const shown = (from) => items.replaceChildren(...from.map(fieldElement));
    element.showAll = () => {
      shown(list);
      rest.hidden = true;
    };
    rest.addEventListener("click", element.showAll);
    const begin = () => {
      shown(list.slice(0, atOnce));
      rest.hidden = list.length <= atOnce;
      rest.textContent = "Show all " + list.length + " fields";
    };
    if (list.length > 20) {
      const filter = make("input", { type: "search", placeholder: "Filter " + list.length + " fields", "aria-label": "Filter the fields of " + name, spellcheck: false });
      filter.addEventListener("input", () => {
        const wanted = lower(filter.value.trim());
        if (!wanted) return begin();
        shown(list.filter((field) => lower(field.name).includes(wanted) || lower(field.about).includes(wanted)).slice(0, atOnce));
        rest.hidden = true;
      });
      tools.append(filter);
    }
    const sample = make("button", { type: "button", "aria-expanded": "false" }, "Example");
    let made;
    sample.addEventListener("click", async () => {
      const open = sample.getAttribute("aria-expanded") === "true";
      sample.setAttribute("aria-expanded", String(!open));
      if (open) return made.remove();
      made ??= await exampleElement(name, type);
      tools.after(made);
    });
    tools.append(sample);
    element.append(tools);
    if (type.of) element.append(make("p", {}, ...words(type.of, () => element)));
    if (list.length) element.append(items, rest);
    if (type.more) element.append(make("p", { class: "quiet" }, "Other fields: ", ...words(type.more, () => element)));
    begin();
    return element;
  };

  // ---- Examples

  const values = {
    "date-time": "2026-03-01T09:30:00Z", "offset-time": "2026-03-01T09:30:00+0100", "wall-time": "2026-03-01 09:30:00", "unix-time": "1772353800",
    date: "2026-03-01", uuid: "3f2b8c1e-5d4a-4b6f-9a70-1c2d3e4f5a6b", "date-span": "2026-03-01", byte: "aGVsbG8=", json: "{}", binary: "",
  };
  const simple = (of, name) => {
    const [kind, allowed] = of.split(/: (.*)/s);
    if (allowed !== undefined) {
      const first = allowed.split(", ")[0];
      return kind === "string" ? first : JSON.parse(first);
    }
    const [type, format] = of.split(" ");
    switch (type) {
      case "integer": return format === "unix-time" ? 1772353800 : 1;
      case "number": return 1.5;
      case "boolean": return true;
      case "string": return values[format] ?? name;
      case "object": return {};
    }
    return null;
  };
  const most = 40;
  const exampleOf = async (of, name, above) => {
    const list = of.match(/^list of (.*)/s), map = of.match(/^map of (.*)/s);
    if (list) return [await exampleOf(list[1], name, above)];
    if (map) return { name: await exampleOf(map[1], "value", above) };
    const [reference] = of.match(references) || [];
    if (!reference) return simple(of, name);
    const at = reference.slice(1);
    return above.includes(at) || above.length > 2 ? {} : exampleOfType(at, await typeOf(at), [...above, at], name);
  };
  const exampleOfType = async (name, type, above, field) => {
    if (type.of) return exampleOf(type.of, field || name, above);
    const made = {};
    for (const field of exampleFields(fieldsOf(type), above.length)) made[field.name] = await exampleOf(field.of, field.name, above);
    return made;
  };
  // Of a record with hundreds of fields, an example has those of which there is something to say.
  const exampleFields = (list, depth) => {
    const bound = depth > 1 ? 20 : most;
    const usual = list.filter((field) => !field.marks.includes("d"));
    if (usual.length <= bound) return usual;
    const told = usual.filter((field) => field.about || field.marks.includes("r"));
    return (told.length ? told : usual).slice(0, bound);
  };
  const exampleElement = async (name, type) => {
    const text = JSON.stringify(await exampleOfType(name, type, [name]), null, 2);
    const all = fieldsOf(type).length, some = type.of ? all : exampleFields(fieldsOf(type), 1).length;
    return make("div", {}, make("p", { class: "quiet" }, some < all ? "Made from the types, " + some + " of " + all + " fields; values are made up." : "Made from the types; values are made up."),
      make("pre", { tabIndex: 0, "aria-label": "Example of " + name }, make("code", {}, text)));
  };

  // ---- The page

  for (const link of document.querySelectorAll("a[data-at]")) {
    const name = link.dataset.type || link.textContent;
    const home = link.href ? decodeURIComponent(new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "")) : service;
    homes.set(name, { service: home, file: link.dataset.at });
    const block = link.closest("dd, dt");
    const below = block.matches("dd") ? block : block.nextElementSibling?.matches("dd") ? block.nextElementSibling : block;
    link.after(" ", unfolder(name, () => below));
  }
  const types = document.getElementById("types");
  const openNamed = async (details) => {
    if (!details.made) details.append(details.made = typeElement(details.id, await typeOf(details.id)));
    return details.made;
  };
  for (const details of types?.querySelectorAll("details") || []) {
    homes.set(details.id, { service, file: types.dataset.at });
    details.addEventListener("toggle", () => { if (details.open) openNamed(details); });
  }

  const articles = document.querySelectorAll("article");
  if (articles.length) {
    const contents = [...articles].map((article) => make("li", {}, make("a", { href: "#" + article.id },
      article.querySelector(".route b").cloneNode(true), " ", article.querySelector("h2").firstChild.textContent.trim().slice(service.length + 1))));
    if (types) contents.push(make("li", {}, make("a", { href: "#types" }, "Types")));
    document.querySelector("main").before(make("nav", { class: "contents", "aria-label": "Operations" },
      make("details", { open: !narrow.matches }, make("summary", {}, articles.length + (articles.length > 1 ? " operations" : " operation")), make("ul", {}, ...contents))));
  }
  const main = document.querySelector("main");
  main.id = "main";
  document.body.prepend(make("a", { class: "skip", href: "#main" }, "To the content"));

  // What the address's fragment names is opened: an operation, a parameter, a type, or a field of a type.
  const reveal = async () => {
    let name;
    try {
      name = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    if (!name) return;
    let at = document.getElementById(name);
    let inner = at;
    for (let i = name.length; !inner && i > 0;) {
      i = name.lastIndexOf(".", i - 1);
      inner = i > 0 ? document.getElementById(name.slice(0, i)) : null;
    }
    let derived;
    if (!inner && types) {
      derived = name.split(".")[0];
      inner = await derivedFrom(derived);
    }
    if (!inner) return;
    at ??= isType(inner) ? derived ? await revealDerived(inner, derived, name) : await revealField(await openNamed(inner), name) : parameter(inner, name) || await revealField(inner, name);
    if (!at) return;
    if (isType(at)) await openNamed(at);
    for (let details = at.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
    for (const old of document.querySelectorAll(".shown")) old.classList.remove("shown");
    at.classList.add("shown");
    if (at.id !== name) document.body.classList.add("whole"); // it is laid out whole, see the style sheet
    at.scrollIntoView();
    performance.mark("revealed");
  };
  const parameter = (article, name) => [...article.querySelectorAll("details dt")].find((term) => term.firstElementChild.textContent === name.slice(article.id.length + 1));
  const isType = (element) => element.parentElement === types;
  // A type that is written stands with the one that it was derived from.
  const derivedFrom = async (name) => {
    await load(vendor + "/types/" + types.dataset.at + ".js");
    return document.getElementById(known.get(name)?.like);
  };
  const revealDerived = async (details, derived, name) => {
    const element = typeElement(derived, known.get(derived));
    (await openNamed(details)).before(make("p", { class: "quiet" }, derived, ", which is written, is derived from ", details.id, "."), element);
    return name === derived ? element : revealField(element, name);
  };
  const revealField = async (within, name) => {
    for (let step = 0; within && step < 20; step++) {
      const of = within.dataset.type;
      if (of && name.startsWith(of + ".")) {
        const wanted = name.slice(of.length + 1);
        const found = () => [...within.querySelectorAll("li.field")].find((item) => item.dataset.field === wanted);
        if (!found() && fieldsOf(known.get(of)).some((field) => field.name === wanted)) within.showAll();
        if (found()) return found();
        within.showAll?.();
      }
      const next = [...within.querySelectorAll("button[data-type]")].find((button) => isInner(button.dataset.type) && name.startsWith(button.dataset.type + "."));
      within = next ? await next.unfold() : null;
    }
    return null;
  };
  addEventListener("hashchange", () => {
    close();
    reveal();
  });
  reveal();

  const idle = self.requestIdleCallback || ((run) => setTimeout(run, 200));
  idle(() => prepare().catch(() => { ready = undefined; }));

  return {
    types(own, elsewhere) {
      const file = decodeURIComponent(document.currentScript.src.split("/").pop().replace(/\.js$/, ""));
      for (const [service, types] of Object.entries(own)) {
        for (const [name, type] of Object.entries(types)) {
          known.set(name, type);
          homes.set(name, { service, file });
        }
      }
      for (const [file, services] of Object.entries(elsewhere)) {
        for (const [service, names] of Object.entries(services)) for (const name of names) homes.set(name, { service, file });
      }
    },
    search: (vendor, data) => given.set(vendor, data),
  };
})();
