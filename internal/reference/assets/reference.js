// The script of a page: what is made of it once it can be read, and what its address names. It loads the others when they are needed:
// search.js, find.js and types.js. Without any a page has everything but the search and the types' fields.
// They build what they show of elements and texts, never of markup, and load scripts only, since a page that is opened from a disk may
// load nothing else.
"use strict";

const reference = (() => {
  const root = new URL("../", document.currentScript.src).href;
  const [vendor, file = ""] = location.href.replace(/[?#].*/s, "").slice(root.length).split("/");
  const service = decodeURIComponent(file.replace(/\.html$/, ""));
  const narrow = matchMedia("(max-width: 52rem)");
  const main = document.querySelector("main");
  const types = document.getElementById("types");

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

  // ---- Types, by name: where each stands, and what unfolds its fields

  const homes = new Map(); // the service on whose page a type stands, and the file that has it
  const homeOf = (name) => homes.get(name) || homes.get(name.replace(/Input$/, ""));
  const typeElement = async (name) => {
    await load("assets/types.js");
    return reference.typeElement(name);
  };
  const unfolder = (name, below) => {
    const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": "Fields of " + name }, "fields");
    button.dataset.type = name;
    let made;
    button.unfold = async () => {
      button.setAttribute("aria-expanded", "true");
      try {
        made ??= await typeElement(name);
      } catch (fault) {
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
  // An operation gets its buttons when it comes into sight: a page has hundreds at the most.
  const dress = (article) => {
    sight.unobserve(article);
    for (const link of article.querySelectorAll("a[data-at]:not(.dressed)")) {
      const name = link.dataset.type || link.textContent;
      const home = link.href ? decodeURIComponent(new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "")) : service;
      homes.set(name, { service: home, file: link.dataset.at });
      const block = link.closest("dd, dt");
      const below = block.matches("dd") ? block : block.nextElementSibling?.matches("dd") ? block.nextElementSibling : block;
      link.classList.add("dressed");
      link.after(" ", unfolder(name, () => below));
    }
  };
  const sight = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) dress(target);
  }, { rootMargin: "0px 0px 300px 0px" });
  const openNamed = async (details) => {
    if (!details.made) details.append(details.made = await typeElement(details.id));
    return details.made;
  };

  // ---- What the address's fragment names is opened: an operation, a parameter, a type, or a field of a type

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
      await load("assets/types.js");
      inner = document.getElementById(await reference.derivedFrom(derived, types.dataset.at));
    }
    if (!inner) return;
    if (!isType(inner) && inner.matches("article")) dress(inner);
    if (!at) at = isType(inner) ? await within(inner, derived, name) : parameter(inner, name) || await reference.revealField(inner, name);
    if (!at) return;
    if (isType(at)) await openNamed(at);
    for (let details = at.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
    for (const old of document.querySelectorAll(".shown")) old.classList.remove("shown");
    at.classList.add("shown");
    const top = at.getBoundingClientRect().top, stays = at.matches("article") && top >= 0 && top < innerHeight; // the browser has brought it there
    for (const article of document.querySelectorAll("article")) {
      if (article === at || article.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING) break;
      article.classList.add("laid"); // see the style sheet
    }
    if (!stays || Math.abs(at.getBoundingClientRect().top - top) > 1) at.scrollIntoView();
    performance.mark("revealed");
  };
  const parameter = (article, name) => [...article.querySelectorAll("details dt")].find((term) => term.firstElementChild.textContent === name.slice(article.id.length + 1));
  const isType = (element) => element.parentElement === types;
  // A type that is written stands with the one that it was derived from.
  const within = async (details, derived, name) => {
    let element = await openNamed(details);
    if (derived) {
      const made = await typeElement(derived);
      element.before(make("p", { class: "quiet" }, derived, ", which is written, is derived from ", details.id, "."), made);
      element = made;
    }
    return name === derived ? element : reference.revealField(element, name);
  };

  // ---- The page

  const contents = (articles) => {
    const items = [...articles].map((article) => make("li", {}, make("a", { href: "#" + article.id },
      article.querySelector(".route b").cloneNode(true), " ", article.querySelector("h2").firstChild.textContent.trim().slice(service.length + 1))));
    if (types) items.push(make("li", {}, make("a", { href: "#types" }, "Types")));
    main.before(make("nav", { class: "contents", "aria-label": "Operations" },
      make("details", { open: !narrow.matches }, make("summary", {}, articles.length + (articles.length > 1 ? " operations" : " operation")), make("ul", {}, ...items))));
  };
  const begin = async () => {
    const articles = document.querySelectorAll("article");
    if (articles.length) contents(articles);
    for (const article of articles) if (article.querySelector("a[data-at]")) sight.observe(article);
    for (const details of types?.querySelectorAll("details") || []) {
      homes.set(details.id, { service, file: types.dataset.at });
      details.addEventListener("toggle", () => { if (details.open) openNamed(details); });
    }
    main.id = "main";
    document.body.prepend(make("a", { class: "skip", href: "#main" }, "To the content"));
    addEventListener("hashchange", reveal);
    await Promise.all([reveal(), load("assets/search.js")]);
    performance.mark("begun");
  };
  // The page is painted first: what it says is of more use than what can be done with it.
  if (document.hidden) setTimeout(begin);
  else requestAnimationFrame(() => setTimeout(begin));

  return {
    root, vendor, vendors: main.dataset.vendors?.split(" ") || [vendor], narrow, make, load, homes, homeOf, unfolder,
    lower: (word) => word.toLowerCase(),
    lines: (text) => text ? text.split("\n").map((line) => line.split("\t")) : [],
    // A name on the wire and that in Go: Client_ID is client_id and ClientID, fooID=FooId both as they stand, foo has none in Go.
    named(text) {
      const [wire, go] = text.split("=");
      if (go !== undefined) return [wire, go];
      const small = wire.toLowerCase();
      return [small, small === wire ? "" : wire.replace(/[^A-Za-z0-9]+/g, "")];
    },
  };
})();
