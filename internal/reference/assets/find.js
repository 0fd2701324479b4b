// What the search finds. Operations are ranked as `vendorkit operations` ranks them (package catalog): by how many of the words they have,
// and where. Fields and parameters are found by their names, apart.
"use strict";

Object.assign(reference, (({ root, vendors, narrow, load, lower, lines, named }) => {
  // A phone takes a tenth of a second to read all of a vendor, in which it would answer to nothing.
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  // ---- Words

  const pieces = (text) => text.split(/[^A-Za-z0-9\u0080-\uffff]+/).filter(Boolean);
  const camel = (piece) => piece.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9\u0080-\uffff]+/g) || [];
  const split = (text) => pieces(text).flatMap(camel).map(lower);
  const singular = (word) => /.{2}ies$/.test(word) ? word.slice(0, -3) + "y" : /(s|x|ch)es$/.test(word) ? word.slice(0, -2) : /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  const joined = (text) => lower(pieces(text).join(""));
  const asList = (words) => words.map(singular).join(" ");

  let speech; // words of sentences, and verbs, from package catalog
  const termsOf = (query) => {
    const terms = [];
    let noun = false, behind = false;
    for (let word of query.split(/\s+/)) {
      word = word.replace(/^[.,;:?!"'()[\]`]+|[.,;:?!"'()[\]`]+$/g, "");
      const whole = lower(word), words = split(word);
      if (!words.length) continue;
      const verbs = speech.verbs.filter((line) => line.includes(whole));
      const term = { whole, words, minor: speech.fillers.includes(whole) || /^\d+$/.test(whole), verb: verbs.length > 0, also: verbs.flat().filter((verb) => verb !== whole) };
      behind ||= noun && speech.before.includes(whole);
      noun ||= !term.minor && !term.verb;
      terms.push({ ...term, behind });
    }
    for (const unless of ["minor", "verb"]) if (terms.every((term) => term[unless])) for (const term of terms) term[unless] = false;
    return terms;
  };

  // ---- Operations

  const entries = []; // operations of all vendors of the page
  const worths = { name: 5, service: 5, path: 4, summary: 3, group: 2, about: 1 };
  const usual = Object.keys(worths).slice(0, 5); // what is said of a service counts where nothing else has a word
  const given = { operations: new Map(), fields: new Map() }; // what the vendors' files have
  const plain = { tokenize: (text) => text.split(" "), processTerm: (term) => term, autoVacuum: false };
  let operationIndex, fieldIndex;
  const first = new Map(); // the number of a vendor's first operation
  const placeOf = (vendor, service) => root + vendor + "/" + encodeURIComponent(service) + ".html#";

  const addOperations = (vendor, data) => {
    const services = lines(data.services).map(([shown, group = "", about = ""]) => {
      const name = shown.replace("*", "");
      return { name, everyday: name !== shown, at: placeOf(vendor, name), words: split(name).map(singular), group: asList(split(group)), about: asList(split(about)) };
    });
    first.set(vendor, { entry: entries.length, services });
    for (const [number, methods, id, shown, path, summary = ""] of lines(data.operations)) {
      const service = services[parseInt(number, 36)], names = methods.split(" "), method = shown.replace("-", ""), words = split(id);
      const list = names.some((name) => name.startsWith("All"));
      entries.push({
        id: entries.length, vendor: data.product, method, path, summary, deprecated: method !== shown, of: service, whole: lower(id), address: service.at + encodeURIComponent(id),
        title: service.name + "." + (names[0] === "Create" ? names.join(", ") : names[0]),
        about: service.about.split(" "),
        prior: -3 * Math.min(words.length, 5) + (service.everyday ? 24 : 0) - (method !== shown ? 24 : 0) + (list ? 2 : method === "GET" ? 1 : 0),
        index: {
          name: asList([...words, ...split(methods), joined(id)]), service: service.words.join(" "), path: asList(split(path)), summary: asList(split(summary)),
          group: service.group, about: service.about,
        },
      });
    }
  };

  // The worth of a word to operations, by their numbers: what is so called, begins so, or is nearly so.
  const worthOf = (word, nearly, places) => {
    const one = singular(word), found = new Map();
    const fuzzy = nearly && word.length > 3 ? Math.min(word.length > 4 ? word.length < 10 ? 2 : 3 : 1, 3) : false;
    for (const { id, match } of operationIndex.search(one, { prefix: true, fuzzy, fields: places })) {
      let best = 0;
      for (const [has, places] of Object.entries(match)) {
        const like = has === one ? 4 : has.startsWith(word) || has.startsWith(one) ? 2 : 1;
        for (const place of places) best = Math.max(best, like * (place === "group" && entries[id].of.everyday ? 4 : worths[place]));
      }
      found.set(id, best);
    }
    return found;
  };
  const scoresOf = (term, nearly, places) => {
    let scores;
    for (const word of term.words) {
      const found = worthOf(word, nearly, places);
      scores = scores ? new Map([...found].filter(([id]) => scores.has(id)).map(([id, score]) => [id, Math.min(score, scores.get(id))])) : found;
    }
    for (const verb of term.also) {
      for (const { id } of operationIndex.search(verb, { fields: ["name"] })) scores.set(id, Math.max(scores.get(id) || 0, 10));
    }
    for (const entry of entries) if (entry.whole === term.whole || lower(entry.path) === term.whole) scores.set(entry.id, 30);
    return scores;
  };
  const findOperations = (query) => {
    const hits = new Map();
    for (const term of termsOf(query)) {
      let scores = scoresOf(term, false, usual);
      if (!scores.size && !term.minor && !term.verb) scores = scoresOf(term, false, ["about"]);
      if (!scores.size && !term.minor && !term.verb) scores = scoresOf(term, true, usual);
      for (const [id, score] of scores) {
        let hit = hits.get(id);
        if (!hit) hits.set(id, hit = { entry: entries[id], score: entries[id].prior, strong: 0, named: false });
        if (term.minor) {
          hit.score += Math.min(score, 20) / 4;
          continue;
        }
        hit.score += (term.behind ? 6 : 8) * score;
        hit.strong++;
        hit.named ||= !term.verb;
        if (term.verb || term.behind) continue;
        if (term.words.every((word) => hit.entry.about.includes(singular(word)))) hit.score += 8;
        if (hit.entry.of.words.join(" ") === asList(term.words)) hit.score += 40;
      }
    }
    const found = [...hits.values()].filter((hit) => hit.named), most = Math.max(...found.map((hit) => hit.strong));
    return found.filter((hit) => hit.strong === most).sort((a, b) => b.score - a.score || a.entry.id - b.entry.id).slice(0, narrow.matches ? 6 : 10).map((hit) => hit.entry);
  };

  // ---- Fields and parameters

  const fields = [];
  const numbers = (text) => {
    let last = 0;
    return text ? text.split(" ").map((n) => last += parseInt(n, 36)) : [];
  };
  const addFields = async (vendor, data) => {
    const { entry, services } = first.get(vendor), product = entries[entry]?.vendor;
    const types = lines(data.types).map(([service, name]) => ({ name, address: services[parseInt(service, 36)].at + encodeURIComponent(name) }));
    for (const line of data.fields.split("\n")) {
      const [text, inTypes = "", inOperations = ""] = line.split("\t");
      const [name, go] = named(text), words = (text.includes("=") ? split(go) : split(text)).map(singular), whole = joined(name);
      if (words.length !== 1 || words[0] !== whole) words.push(whole);
      fields.push({ id: fields.length, name, go, words: words.join(" "), inTypes, inOperations, types, entry, vendor: product });
      if (fields.length % 1000 === 0) await pause();
    }
  };
  // The places of a field are read when it is found: most never are.
  const placesOf = (field) => field.places ??= [
    ...numbers(field.inTypes).map((n) => ({ kind: "field of ", name: field.types[n].name, address: field.types[n].address })),
    ...numbers(field.inOperations).map((n) => entries[field.entry + n]).map((entry) => ({ kind: "parameter of ", name: entry.title, address: entry.address })),
  ].sort((a, b) => a.name.length - b.name.length);

  const settings = {
    tokenize: (query) => split(query), processTerm: singular, combineWith: "OR",
    prefix: (term, i, terms) => term.length > 1 || i === terms.length - 1,
    fuzzy: (term) => term.length > 5 ? 2 : term.length > 3 ? 1 : false,
    weights: { fuzzy: 0.2, prefix: 0.2 }, // what only begins so is rarer, and would come first
    bm25: { k: 1.2, b: 0.1, d: 0.5 },
  };
  const findFields = (query) => {
    const words = termsOf(query).filter((term) => !term.minor).flatMap((term) => term.words).map(singular), exact = lower(query), whole = joined(query);
    if (whole.length < 2) return [];
    const found = fieldIndex.search([...new Set([...words, ...(words.length > 1 ? [whole] : [])])].join(" "), settings).slice(0, 60).map((hit) => {
      const field = fields[hit.id];
      let places = placesOf(field);
      let score = hit.score * (field.name === exact ? 6 : joined(field.name) === whole ? 3 : 1) * (1 + Math.log(places.length) / 3) / Math.sqrt(field.name.length);
      // A word that isn't in the field's name may say whose field is meant.
      const rest = words.filter((word) => !hit.queryTerms.includes(word));
      if (rest.length) {
        const points = new Map(places.map((place) => {
          const of = singular(lower(place.name));
          return [place, rest.reduce((sum, word) => sum + (of === word ? 3 : of.startsWith(word) ? 2 : of.includes(word) ? 1 : 0), 0)];
        }));
        places = [...places].sort((a, b) => points.get(b) - points.get(a));
        score *= 1 + points.get(places[0]);
      }
      return { field, places, score };
    }).sort((a, b) => b.score - a.score);
    return found.slice(0, 8).flatMap(({ field, places }) => places.slice(0, field.name === exact ? 4 : 1).map((place, j) => ({
      name: field.name, place, more: j === 0 ? places.length - 1 : 0, address: place.address + "." + encodeURIComponent(field.name), vendor: field.vendor,
    }))).slice(0, 10);
  };

  // ---- Preparing: operations first, which are few

  let operationsReady, fieldsReady;
  const prepareOperations = () => operationsReady ??= (async () => {
    entries.length = 0;
    await Promise.all(["assets/minisearch/minisearch.js", "assets/words.js", ...vendors.map((vendor) => vendor + "/search.js")].map(load));
    for (const vendor of vendors) addOperations(vendor, given.operations.get(vendor));
    operationIndex = new MiniSearch({ ...plain, fields: Object.keys(worths), extractField: (entry, field) => field === "id" ? entry.id : entry.index[field] });
    await operationIndex.addAllAsync(entries, { chunkSize: 200 });
    performance.mark("operations ready");
  })().catch((fault) => {
    operationsReady = undefined;
    throw fault;
  });
  const prepareFields = () => fieldsReady ??= (async () => {
    await prepareOperations();
    fields.length = 0;
    for (const vendor of vendors) {
      await load(vendor + "/fields.js");
      await addFields(vendor, given.fields.get(vendor));
    }
    fieldIndex = new MiniSearch({ ...plain, fields: ["words"] });
    await fieldIndex.addAllAsync(fields, { chunkSize: 500 });
    performance.mark("search ready");
  })().catch((fault) => {
    fieldsReady = undefined;
    throw fault;
  });

  return {
    prepareOperations, prepareFields, findOperations, findFields,
    // Files call these.
    words: (said) => speech = said,
    operations: (vendor, data) => given.operations.set(vendor, data),
    fields: (vendor, data) => given.fields.set(vendor, data),
  };
})(reference));
