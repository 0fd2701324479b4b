// The fields of types, unfolded on demand, and examples that are made from them.
"use strict";

Object.assign(reference, (({ root, vendor, make, load, homes, homeOf, unfolder, lower, lines, named }) => {
  const known = new Map(); // by name
  const address = (service) => root + vendor + "/" + encodeURIComponent(service) + ".html";
  const typeOf = async (name) => {
    if (!known.has(name)) await load(vendor + "/types/" + homeOf(name).file + ".js");
    const type = known.get(name);
    if (!type) throw new Error("there is no type " + name);
    return type;
  };
  // A type that is written is like the one that is read: without what is only read, and with what it holds as that is written.
  const fieldsOf = (type) => {
    if (type.list) return type.list;
    const own = lines(type.fields).map(([text, of = "anything", marks = "", about = "", source = ""]) => {
      const [name, go] = named(text);
      return { name, go, of, marks, about, source: type.sources[parseInt(source, 36)] };
    });
    if (!type.like) return type.list = own;
    const all = new Map();
    for (const field of fieldsOf(known.get(type.like))) {
      if (field.marks.includes("o")) continue;
      all.set(field.name, field.marks.includes("i") ? { ...field, of: field.of.replace(references, "$&Input"), marks: field.marks.replace("i", "") } : field);
    }
    for (const name of (type.without || "").split("\n")) all.delete(name);
    for (const field of own) all.set(field.name, field);
    return type.list = [...all.values()].sort((a, b) => a.name < b.name ? -1 : 1);
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

  const marked = { r: "required", o: "read only", w: "write only", d: "deprecated", n: "may be null", s: "secret" };
  const fieldElement = (field) => {
    const item = make("li", { class: "field" });
    item.dataset.field = field.name;
    item.append(make("code", {}, field.name), " ");
    if (field.go) item.append(make("var", { title: "The field in Go" }, field.go), " ");
    item.append(make("span", { class: "type" }, ...words(field.of, () => item)));
    for (const mark of field.marks) if (marked[mark]) item.append(" ", make("b", {}, marked[mark]));
    if (field.source?.[0]) item.append(" ", make("i", { class: "tag " + field.source[0] }, field.source[0]));
    if (field.about) item.append(...paragraphs(field.about));
    if (field.source?.length > 1) item.append(make("p", { class: "quiet" }, ...sourceParts(field.source.slice(1))));
    return item;
  };
  const paragraphs = (text) => text.split(" ¶ ").map((part) => make("p", {}, ...part.split("`").map((piece, i) => i % 2 ? make("code", {}, piece) : piece)));
  // A source is texts, and links as a text and an address.
  const sourceParts = (parts) => parts.map((part) => Array.isArray(part) ? make("a", { href: part[1], rel: "noreferrer" }, part[0]) : part);

  const atOnce = 150;
  const build = (name, type) => {
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
        shown(list.filter((field) => [field.name, field.go, field.about].some((text) => lower(text).includes(wanted))).slice(0, atOnce));
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
    if (type.source) element.append(make("p", { class: "quiet" }, "Source: ", type.source[0], type.source[0] && type.source.length > 1 ? "; " : "", ...sourceParts(type.source.slice(1))));
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

  return {
    typeElement: async (name) => build(name, await typeOf(name)),
    // What a type that is written is derived from, of those in a file.
    async derivedFrom(name, file) {
      await load(vendor + "/types/" + file + ".js");
      return known.get(name)?.like;
    },
    async revealField(within, name) {
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
    },
    // A file of types calls this.
    types(own, elsewhere, sources = []) {
      const file = decodeURIComponent(document.currentScript.src.split("/").pop().replace(/\.js$/, ""));
      for (const [service, types] of Object.entries(own)) {
        for (const [name, type] of Object.entries(types)) {
          known.set(name, { ...type, sources, source: sources[type.source] });
          homes.set(name, { service, file });
        }
      }
      for (const [file, services] of Object.entries(elsewhere)) {
        for (const [service, names] of Object.entries(services)) for (const name of names) homes.set(name, { service, file });
      }
    },
  };
})(reference));
