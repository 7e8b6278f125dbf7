
(() => {
  const byId = (id) => document.getElementById(id);
  // The newest calls that the page keeps. The server's list has more.
  const KEPT = 500;

  // Text always enters the page as a text node, so nothing in a call becomes markup.
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
    return made;
  };
  const badge = (tone, words, long) => {
    const sign = { error: "✕ ", warning: "▲ ", note: "● ", good: "✓ " }[tone];
    return element("span", { class: `badge ${tone}${long ? " long" : ""}` },
      sign && element("span", { "aria-hidden": "true" }, sign), words);
  };
  const shown = (value) => typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
  const copyable = (subject, value) => element("div", { class: "copy" },
    element("button", { type: "button", "data-copy": true, "aria-label": `Copy ${subject}` }, "Copy"),
    element("pre", {}, element("code", {}, shown(value))));
  const facts = (rows) => element("dl", {}, ...rows.flatMap(([name, value]) =>
    value === undefined || value === null || value === "" ? []
      : [element("dt", {}, name), element("dd", {}, String(value))]));
  const tile = (name, value, remark = "", tone = "") => {
    const found = document.querySelector(`[data-tile="${name}"]`);
    found.className = `tile ${tone}`;
    found.querySelector(".value").textContent = value;
    found.querySelector(".remark").textContent = remark;
  };
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  const ask = async (path, method = "GET", body) => {
    const reply = await fetch(`/_fake/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await reply.text();
    let value = null;
    try { value = text ? JSON.parse(text) : null; } catch { value = text; }
    if (!reply.ok) throw new Error(value?.error?.message ?? value?.error ?? value?.message ?? `HTTP ${reply.status}`);
    return value;
  };
  // Runs what a button or form asks for, and shows a refusal next to it.
  const attempt = async (place, work) => {
    const problem = typeof place === "string" ? byId(place) : place.querySelector(".problem");
    problem.textContent = "";
    try { await work(); } catch (error) { problem.textContent = error.message; }
  };

  // Calls
  const calls = new Map();
  let newest = 0;
  let failed = 0;
  // The calls that the server doesn't keep any more, so that the list lacks them.
  let gone = 0;
  let paused = false;
  const callList = byId("call-list");
  const callFilter = byId("call-filter");

  const rejected = (call) => Boolean(call.signature?.problem);
  const failedCall = (call) => Boolean(call.code) || call.status >= 400 || call.status === 0;
  const searched = (call) => [call.service, call.version, call.action, call.region, call.code,
    JSON.stringify(call.parameters ?? ""), JSON.stringify(call.answer ?? "")].join(" ").toLowerCase();
  const matches = ({ call, text }) => {
    const terms = callFilter.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcome = callFilter.elements.outcome.value;
    const fits = { "": true, good: !failedCall(call), error: failedCall(call), signature: rejected(call) }[outcome];
    return fits && terms.every((term) => text.includes(term));
  };

  const signature = (call) => {
    const check = call.signature;
    if (!check) return [];
    const state = check.valid ? badge("good", "Valid") : check.problem ? badge("error", "Rejected") : badge("neutral", "Not checked");
    const parts = [element("h3", {}, "Signature"), element("p", {}, state, " ", check.method ?? ""),
      facts([["Secret id", check.secret_id], ["Problem", check.problem]])];
    for (const [title, value] of [["Canonical request", check.canonical_request], ["String to sign", check.string_to_sign]]) {
      if (value) parts.push(element("h3", {}, title), copyable(title.toLowerCase(), value));
    }
    return parts;
  };
  const inside = (call) => [
    facts([["Number", call.number], ["Time", call.time], ["Service", call.service], ["Version", call.version],
      ["Region", call.region], ["Status", call.status], ["Request id", call.request_id], ["Fault", call.fault && shown(call.fault)]]),
    element("h3", {}, "Parameters"), copyable("parameters", call.parameters ?? {}),
    element("h3", {}, "Answer"), copyable("answer", call.answer ?? "no answer"),
    ...signature(call),
  ];
  const row = (call) => {
    const details = element("details", { class: "fold call" },
      element("summary", {},
        element("span", { class: "when" }, (call.time ?? "").replace(/^.*T/, "").replace(/Z$/, "")),
        element("span", { class: "name" }, call.action || "unknown action"),
        element("span", { class: "muted small" }, [call.service, call.region].filter(Boolean).join(" · ")),
        element("span", { class: "tail" },
          call.fault && badge("warning", "fault"),
          failedCall(call) ? badge("error", call.code || (call.status ? `HTTP ${call.status}` : "connection reset"), true) : badge("good", "OK"))),
      element("div", { class: "inside" }));
    details.addEventListener("toggle", () => {
      const place = details.querySelector(".inside");
      if (details.open && !place.firstChild) place.append(...inside(call));
    });
    return details;
  };

  const countCalls = () => {
    const visible = [...calls.values()].filter((entry) => !entry.row.hidden).length;
    callFilter.querySelector("output").textContent = visible === calls.size ? `${visible}` : `${visible} of ${calls.size}`;
    byId("call-empty").hidden = calls.size > 0;
    tile("calls", newest, [paused && "list paused", gone > 0 && `the list lacks ${gone}`].filter(Boolean).join(", "));
    tile("failed", failed, "", failed ? "error" : "");
  };
  const add = (call) => {
    if (call.number <= newest) return;
    newest = call.number;
    if (failedCall(call)) failed += 1;
    if (paused) return;
    const entry = { call, text: searched(call), row: row(call) };
    entry.row.hidden = !matches(entry);
    calls.set(call.number, entry);
    callList.prepend(entry.row);
    for (const number of calls.keys()) {
      if (calls.size <= KEPT) break;
      calls.get(number).row.remove();
      calls.delete(number);
    }
  };
  const clearList = () => {
    for (const { row } of calls.values()) row.remove();
    calls.clear();
  };
  const forgetCalls = () => {
    clearList();
    newest = failed = gone = 0;
  };
  const loadCalls = async () => {
    const reply = await ask(`calls?after=${newest}`);
    const first = reply.calls[0]?.number ?? newest + 1;
    if (first > newest + 1) gone += first - newest - 1;
    for (const call of reply.calls) add(call);
    countCalls();
  };
  const arrived = async (call) => {
    const known = calls.get(call.number)?.call;
    if (known?.time === call.time) return;
    // After a reset, numbers start again. The server omits events for a page that is slow.
    if (call.number <= newest) forgetCalls();
    if (call.number > newest + 1) await loadCalls();
    add(call);
  };
  const filterCalls = () => {
    for (const entry of calls.values()) entry.row.hidden = !matches(entry);
    countCalls();
  };
  callFilter.addEventListener("input", filterCalls);
  callFilter.addEventListener("submit", (event) => event.preventDefault());
  byId("pause").addEventListener("click", ({ target }) => {
    paused = !paused;
    target.setAttribute("aria-pressed", String(paused));
    target.textContent = paused ? "Resume" : "Pause";
    countCalls();
  });
  byId("clear").addEventListener("click", () => { clearList(); countCalls(); });

  // Resources
  const resourceList = byId("resource-list");
  const resourceFilter = byId("resource-filter");
  const open = new Set();
  let resources = [];
  const showResources = () => {
    const terms = resourceFilter.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = resources.filter(({ text }) => terms.every((term) => text.includes(term)));
    const kinds = Map.groupBy ? Map.groupBy(found, (item) => item.title) : found.reduce((all, item) =>
      all.set(item.title, [...(all.get(item.title) ?? []), item]), new Map());
    resourceList.replaceChildren(...[...kinds].map(([title, items]) => element("div", { class: "kind" },
      element("h3", {}, title, element("span", { class: "muted small" }, plural(items.length, "resource"))),
      ...items.slice(0, KEPT).map((item) => {
        const key = `${title} ${item.id}`;
        const details = element("details", { class: "fold", open: open.has(key) },
          element("summary", {}, element("span", { class: "grow" }, item.id),
            item.state && badge("neutral", item.state)),
          element("div", { class: "inside" }, copyable("resource", item.value)));
        details.addEventListener("toggle", () => details.open ? open.add(key) : open.delete(key));
        return details;
      }),
      items.length > KEPT && element("p", { class: "muted" }, `The first ${KEPT}.`) || "")));
    byId("resource-empty").hidden = resources.length > 0;
    resourceFilter.querySelector("output").textContent = terms.length ? `${found.length} of ${resources.length}` : "";
    tile("resources", resources.length);
  };
  // The state of an instance is its InstanceState, not its RestrictState.
  const stateOf = (kind, content) => {
    const texts = Object.entries(content ?? {}).filter(([name, value]) =>
      /(State|Status)$/i.test(name) && typeof value === "string");
    const own = texts.find(([name]) => [`${kind}State`, `${kind}Status`, "State", "Status"].includes(name));
    return (own ?? texts[0])?.[1];
  };
  const loadResources = async () => {
    const stores = await ask("resources");
    resources = (Array.isArray(stores) ? stores : []).flatMap(({ service, region, resources: kinds }) =>
      Object.entries(kinds).flatMap(([kind, items]) => items.map(({ id, content }) => ({
        id: String(id), value: content, state: stateOf(kind, content), title: [service, kind, region].filter(Boolean).join(" · "),
        text: JSON.stringify([id, kind, content]).toLowerCase(),
      }))));
    showResources();
  };
  resourceFilter.addEventListener("input", showResources);
  resourceFilter.addEventListener("submit", (event) => event.preventDefault());

  // Faults
  const faultForm = byId("fault-form");
  const effect = (fault) => [fault.code, fault.status && `HTTP ${fault.status}`, fault.latency_ms && `${fault.latency_ms} ms latency`,
    fault.throttle && "documented rates", fault.reset && "connection reset", fault.half_body && "half a body"].filter(Boolean).join(", ");
  const loadFaults = async () => {
    const faults = await ask("faults");
    byId("fault-list").replaceChildren(...faults.map((fault) => {
      const remove = element("button", { type: "button" }, "Remove");
      remove.addEventListener("click", () => attempt(faultForm, async () => {
        await ask(`faults/${encodeURIComponent(fault.id)}`, "DELETE");
        await loadFaults();
      }));
      return element("div", { class: "fault" }, badge("warning", effect(fault), true),
        element("span", {}, [fault.service, fault.action].filter(Boolean).join(" ") || "every call"),
        element("span", { class: "muted small" }, fault.remaining ? plural(fault.remaining, "more time") : "until cleared"), remove);
    }));
    byId("fault-empty").hidden = faults.length > 0;
    tile("faults", faults.length, "", faults.length ? "warning" : "");
  };
  const showFields = () => {
    const chosen = faultForm.elements.effect.value;
    for (const field of faultForm.querySelectorAll("[data-only]")) {
      const only = field.dataset.only;
      field.hidden = ["code", "latency"].includes(only) && only !== chosen;
    }
  };
  faultForm.addEventListener("change", showFields);
  faultForm.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(faultForm, async () => {
      const { service, action, effect, code, latency_ms, times } = faultForm.elements;
      const fault = {};
      for (const input of [service, action]) if (input.value.trim()) fault[input.name] = input.value.trim();
      if (times.value) fault.times = Number(times.value);
      if (effect.value === "code") fault.code = code.value.trim() || code.placeholder;
      else if (effect.value === "latency") fault.latency_ms = Number(latency_ms.value);
      else fault[effect.value] = true;
      await ask("faults", "POST", fault);
      await loadFaults();
    });
  });
  byId("fault-clear").addEventListener("click", () => attempt(faultForm, async () => {
    await ask("faults", "DELETE");
    await loadFaults();
  }));

  // Clock and state
  const clockForm = byId("clock-form");
  const loadClock = async () => {
    const { now } = await ask("clock");
    const [day, time] = now.replace(/(\.\d+)?Z$/, "").split("T");
    byId("clock").textContent = `${day} ${time} UTC`;
    const ahead = Math.round((Date.parse(now) - Date.now()) / 1000);
    byId("clock-remark").textContent = Math.abs(ahead) < 5 ? "" : ` (${plural(Math.abs(ahead), "second")} ${ahead > 0 ? "ahead" : "behind"})`;
    const { time: input } = clockForm.elements;
    if (document.activeElement !== input) input.value = `${day}T${time}`;
  };
  const move = (change) => attempt(clockForm, async () => {
    await ask("clock", "POST", change);
    await Promise.all([loadClock(), loadResources()]);
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => move({ advance_seconds: Number(button.dataset.advance) }));
  }
  clockForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = clockForm.elements.time;
    move({ set: `${value.length === 16 ? `${value}:00` : value}Z` });
  });

  byId("save").addEventListener("click", () => attempt("state-problem", async () => {
    const state = new Blob([JSON.stringify(await ask("state"))], { type: "application/json" });
    const link = element("a", { href: URL.createObjectURL(state), download: "fake-cloud.json" });
    link.click();
    URL.revokeObjectURL(link.href);
  }));
  byId("load").addEventListener("change", ({ target }) => attempt("state-problem", async () => {
    const [file] = target.files;
    if (!file) return;
    target.value = "";
    await ask("state", "PUT", await file.text());
    await loadAll();
  }));
  byId("reset").addEventListener("click", () => {
    if (!confirm("Remove all resources, calls and faults?")) return;
    attempt("state-problem", async () => {
      await ask("reset", "POST");
      forgetCalls();
      await loadAll();
    });
  });

  // Products
  const loadProducts = async () => {
    const products = await ask("products");
    document.querySelector("#product-table tbody").replaceChildren(...products.map((product) => element("tr", {},
      element("th", { scope: "row" }, product.service),
      element("td", { "data-label": "Product" }, product.title),
      element("td", { "data-label": "Version" }, product.version),
      element("td", { "data-label": "Actions", class: "number" }, String(product.actions.length)))));
  };

  const loadAll = () => Promise.all([loadCalls(), loadResources(), loadFaults(), loadClock(), loadProducts()]);

  // Live
  const state = (tone, words) => { byId("connection").replaceWith(element("span", { id: "connection", class: `badge ${tone}`, role: "status" }, words)); };
  let due;
  const soon = () => {
    due ??= setTimeout(() => {
      due = undefined;
      countCalls();
      Promise.all([loadResources(), loadFaults()]).catch(() => { /* the connection's state says so */ });
    }, 250);
  };
  byId("address").textContent = location.origin;
  showFields();
  const events = new EventSource("/_fake/events");
  events.addEventListener("open", () => {
    state("good", "live");
    loadAll().catch((error) => state("error", error.message));
  });
  events.addEventListener("error", () => state("error", "disconnected"));
  events.addEventListener("message", (event) => {
    arrived(JSON.parse(event.data)).then(soon, () => { /* the connection's state says so */ });
  });
  setInterval(() => loadClock().catch(() => { /* the connection's state says so */ }), 5000);
})();
