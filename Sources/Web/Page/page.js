// The page of a running host. Everything it shows comes over one WebSocket that speaks the control
// protocol (CONTROL.md). Names are other people's: they are only ever set as text.

const $ = (id) => document.getElementById(id);

/** Makes an element with attributes and children; `text` is its text. */
function make(name, attributes = {}, ...children) {
  const isShape = ["svg", "g", "path", "rect", "circle", "text"].includes(name);
  const element = isShape
    ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const decimal = (value, digits) => value.toLocaleString("en", {
  minimumFractionDigits: digits, maximumFractionDigits: digits,
});

function duration(nanoseconds) {
  if (!(nanoseconds >= 0)) return "–";
  if (nanoseconds < 1e3) return `${decimal(nanoseconds, 0)} ns`;
  if (nanoseconds < 1e6) return `${decimal(nanoseconds / 1e3, nanoseconds < 1e4 ? 1 : 0)} µs`;
  return `${decimal(nanoseconds / 1e6, nanoseconds < 1e7 ? 1 : 0)} ms`;
}

function clock(nanoseconds) {
  const seconds = Math.floor(nanoseconds / 1e9);
  const minutes = Math.floor(seconds / 60);
  const two = (number) => String(number).padStart(2, "0");
  const hours = minutes >= 60 ? `${Math.floor(minutes / 60)}:` : "";
  return `${hours}${two(minutes % 60)}:${two(seconds % 60)}`;
}

// ---- The connection

/** The token is in the address once, and then kept by this tab alone. */
function token() {
  const given = decodeURIComponent(location.hash.slice(1)).trim();
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem("token") ?? "";
}

class Refusal extends Error {
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
}

/** One connection after the other, for as long as the page is open. */
class Connection {
  #socket = null;
  #nextID = 1;
  #waiting = new Map();
  #pause = 0;
  #timer = 0;

  constructor({ opened, closed, notified }) {
    Object.assign(this, { opened, closed, notified });
  }

  connect() {
    clearTimeout(this.#timer);
    this.#socket?.close();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const names = ["tactus-control-1", `token.${token().replace(/[^\w-]/g, "") || "none"}`];
    const socket = new WebSocket(`${scheme}://${location.host}/control`, names);
    this.#socket = socket;
    socket.onmessage = (event) => this.#take(JSON.parse(event.data), socket);
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#lost(event.code === 1008);
    };
  }

  /** Asks for something; fails with a `Refusal`, or when the host goes. */
  request(command, commandArguments) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        return reject(new Refusal({ code: "away", message: "The host is not connected." }));
      }
      const id = this.#nextID++;
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, command, arguments: commandArguments }));
    });
  }

  #take(message, socket) {
    if (message.hello) {
      this.#pause = 0;
      this.opened(message.hello);
    } else if (message.notification) {
      this.notified(message.notification, message.body);
    } else if (message.id === null) {
      show(message.error.message);
      // Full houses say so and close.
      if (message.error.code === "busy") socket.close();
    } else {
      const request = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) request?.reject(new Refusal(message.error));
      else request?.resolve(message.result);
    }
  }

  #lost(isRefused) {
    for (const { reject } of this.#waiting.values()) {
      reject(new Refusal({ code: "away", message: "The host went away before it answered." }));
    }
    this.#waiting.clear();
    this.closed(isRefused);
    this.#pause = Math.min(5000, this.#pause * 1.5 + 250);
    this.#timer = setTimeout(() => this.connect(), isRefused ? 5000 : this.#pause);
  }
}

// ---- What is shown

let noticeTimer = 0;

function show(message) {
  $("notice").textContent = message;
  $("notice").hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { $("notice").hidden = true; }, 6000);
}

const state = { session: {}, device: {}, graph: { nodes: [], connections: [] }, parameters: {},
  snapshots: [], presets: {}, transport: {}, levels: {}, queues: [], events: [] };
let chosen = null;

/** Asks, and says why not when it is refused. */
async function ask(command, commandArguments) {
  try {
    return await connection.request(command, commandArguments);
  } catch (error) {
    show(error.message);
    return undefined;
  }
}

async function refresh(sections) {
  try {
    const told = await connection.request("state", sections ? { sections } : undefined);
    Object.assign(state, told);
    for (const section of Object.keys(told ?? {})) draw[section]?.();
  } catch (error) {
    if (error.code !== "away") show(error.message);
  }
}

let stale = new Set();

/** Has sections read again, once for many changes that come together. */
function refreshSoon(...sections) {
  if (stale.size === 0) {
    setTimeout(() => {
      const wanted = [...stale];
      stale = new Set();
      refresh(wanted);
    }, 100);
  }
  for (const section of sections) stale.add(section);
}

function setConnection(name, text) {
  $("connection").dataset.state = name;
  $("connection").textContent = text;
  document.body.classList.toggle("away", name !== "here");
}

const draw = {
  session() {
    const { name, instance, isMuted, isModified } = state.session;
    $("session").textContent = (name || "Tactus") + (isModified ? " •" : "");
    document.title = name ? `${name} – Tactus` : "Tactus";
    $("session").title = instance ?? "";
    $("mute").setAttribute("aria-pressed", String(Boolean(isMuted)));
  },

  device() {
    const { driver, device, rate, periodFrames, periods, latencyFrames } = state.device;
    const parts = [driver, device].filter(Boolean);
    if (rate) parts.push(`${rate / 1000}\u00a0kHz`);
    if (periodFrames) parts.push(periods ? `${periodFrames}\u00a0×\u00a0${periods}` : `${periodFrames}`);
    if (rate && latencyFrames) parts.push(`${decimal(latencyFrames / rate * 1000, 1)}\u00a0ms`);
    $("device").textContent = parts.join(" · ");
  },

  transport() {
    const { isRolling } = state.transport;
    $("transport").setAttribute("aria-pressed", String(Boolean(isRolling)));
  },

  snapshots() {
    const buttons = state.snapshots.map((name) => {
      const button = make("button", { type: "button", text: name });
      button.onclick = () => ask("snapshot", { name });
      return button;
    });
    $("snapshots").replaceChildren(...buttons);
    $("snapshots-card").hidden = buttons.length === 0;
  },

  graph() {
    const names = state.graph.nodes.map((node) => node.name);
    if (!names.includes(chosen)) {
      chosen = names.find((name) => state.parameters[name]?.length) ?? names[0] ?? null;
    }
    drawGraph();
    drawNode();
  },

  parameters: () => draw.graph(),
  presets: () => drawNode(),
  levels: () => levels.take(state.levels),
  queues: () => drawQueues(),
  events() {
    $("events").replaceChildren(...state.events.slice(-60).reverse().map(eventRow));
  },
};

// ---- Load

const loads = [];

function takeStatistics({ load = 0, highestLoad, xruns, misses, wakeNanoseconds }) {
  const percent = load * 100;
  $("load").textContent = decimal(percent, percent < 9.95 ? 1 : 0);
  $("load").dataset.level = load >= 0.9 ? "bad" : load >= 0.7 ? "warn" : "good";
  if (highestLoad !== undefined) $("highest").textContent = `${decimal(highestLoad * 100, 0)} %`;
  for (const [id, count] of [["xruns", xruns], ["misses", misses]]) {
    $(id).textContent = count === undefined ? "–" : decimal(count, 0);
    $(id).dataset.level = count > 0 ? "bad" : "good";
  }
  $("wake").textContent = duration(wakeNanoseconds?.p99Nanoseconds);
  loads.push(load);
  if (loads.length > 121) loads.shift();
  const points = loads.map((value, index) => {
    return `${121 - loads.length + index} ${(40 - Math.min(1, value) * 38).toFixed(2)}`;
  });
  $("history").querySelector(".line").setAttribute("d", `M${points.join("L")}`);
  $("history").querySelector(".area")
    .setAttribute("d", `M${points.join("L")}L120 40L${121 - loads.length} 40Z`);
}

// ---- Levels

const decibels = (level) => (level > 0 ? 20 * Math.log10(level) : -Infinity);

/** Where a level stands on the bar: −60 dB at 0, full scale at 0.92, so that more is seen. */
const place = (level) => Math.max(0, Math.min(1, (decibels(level) + 60) / 60 * 0.92));

const levels = {
  meters: new Map(),

  take({ levels: told = [] }) {
    if (told.length !== this.meters.size || told.some(({ name }) => !this.meters.has(name))) {
      this.build(told);
    }
    for (const { name, peak, hold } of told) {
      const meter = this.meters.get(name);
      meter.peak = Math.max(peak, 0);
      meter.hold = Math.max(hold ?? 0, peak);
    }
  },

  build(told) {
    this.meters.clear();
    const rows = told.map(({ name }) => {
      const cover = make("div", { class: "cover" });
      const hold = make("div", { class: "hold" });
      const value = make("span", { class: "value" });
      const bar = make("div", { class: "meter", role: "meter", "aria-label": name,
        "aria-valuemin": "-60", "aria-valuemax": "6" }, cover, hold);
      this.meters.set(name, { peak: 0, hold: 0, shown: 0, parts: { cover, hold, value, bar } });
      return make("li", {}, make("span", { class: "name", title: name, text: name }), bar, value);
    });
    $("levels").replaceChildren(...rows);
    $("levels-card").hidden = rows.length === 0;
  },

  /** Bars rise at once and fall as a meter's needle does, 20 dB in about a second. */
  frame(elapsed) {
    const fall = 10 ** (-elapsed / 1000);
    for (const meter of this.meters.values()) {
      meter.shown = Math.max(meter.peak, meter.shown * fall);
      meter.parts.cover.style.transform = `scaleX(${(1 - place(meter.shown)).toFixed(4)})`;
      const at = meter.hold > 0.001 ? place(meter.hold) * 100 : -10;
      meter.parts.hold.style.transform = `translateX(${at.toFixed(2)}%)`;
    }
  },

  numbers() {
    for (const { hold, parts } of this.meters.values()) {
      const level = decibels(hold);
      parts.value.textContent = level < -60 ? "−∞" : decimal(level, 1).replace("-", "−");
      parts.value.dataset.level = level >= 0 ? "bad" : "good";
      parts.bar.setAttribute("aria-valuenow", String(Math.round(Math.max(-60, level))));
    }
  },
};

function drawScale() {
  const marks = [-48, -24, -12, 0].map((mark) => {
    const span = make("span", { text: String(mark).replace("-", "−") });
    span.style.left = `${place(10 ** (mark / 20)) * 100}%`;
    return span;
  });
  document.querySelector(".scale").append(make("div", { class: "marks" }, ...marks));
}

// ---- The graph

/** The node a port belongs to, and for a port of the device which side it is on. */
function owner(port, side) {
  const cut = port.lastIndexOf(":");
  const name = cut < 0 ? "" : port.slice(0, cut);
  return state.graph.nodes.some((node) => node.name === name) ? name : `\u0000${side}`;
}

/** How deep every node lies behind all that feed it; what closes a loop is left aside. */
function depths(names, wires) {
  const depth = new Map();
  const visiting = new Set();
  const visit = (name) => {
    if (depth.has(name)) return depth.get(name);
    visiting.add(name);
    const feeds = wires.filter(({ from, to }) => to === name && !visiting.has(from));
    const found = Math.max(-1, ...feeds.map(({ from }) => visit(from))) + 1;
    visiting.delete(name);
    depth.set(name, found);
    return found;
  };
  names.forEach(visit);
  if (depth.has("\u0000playback")) depth.set("\u0000playback", Math.max(...depth.values(), 1));
  return depth;
}

/**
 * The rows of the drawing, and each wire as the cells it goes through: a wire over several rows has
 * a narrow cell of its own in those between, so that it runs beside nodes and not behind them.
 */
function layers(names, wires) {
  const depth = depths(names, wires);
  const rows = Array.from({ length: Math.max(-1, ...depth.values()) + 1 }, () => []);
  for (const name of names) rows[depth.get(name)].push(name);
  const chains = wires.map(({ from, to }, index) => {
    const chain = [from];
    for (let row = depth.get(from) + 1; row < depth.get(to); row += 1) {
      const cell = `\u0001${index} ${row}`;
      rows[row].push(cell);
      chain.push(cell);
    }
    return [...chain, to];
  });
  sortRows(rows, chains);
  return { rows, chains };
}

/** Puts each cell near the middle of what feeds it, and then of what it feeds. */
function sortRows(rows, chains) {
  const [before, after] = [new Map(), new Map()];
  for (const chain of chains) {
    for (let index = 1; index < chain.length; index += 1) {
      const [from, to] = [chain[index - 1], chain[index]];
      before.set(to, [...before.get(to) ?? [], from]);
      after.set(from, [...after.get(from) ?? [], to]);
    }
  }
  const sort = (row, beside, neighbours) => {
    const place = new Map(beside.map((cell, index) => [cell, (index + 0.5) / beside.length]));
    const middle = new Map(row.map((cell, index) => {
      const places = (neighbours.get(cell) ?? []).map((name) => place.get(name))
        .filter((found) => found !== undefined);
      const own = (index + 0.5) / row.length;
      return [cell, places.reduce((sum, one) => sum + one, 0) / places.length || own];
    }));
    row.sort((a, b) => middle.get(a) - middle.get(b));
  };
  for (let pass = 0; pass < 4; pass += 1) {
    for (let row = 1; row < rows.length; row += 1) sort(rows[row], rows[row - 1], before);
    for (let row = rows.length - 2; row >= 0; row -= 1) sort(rows[row], rows[row + 1], after);
  }
}

function drawGraph() {
  const seen = new Map();
  for (const { from, to } of state.graph.connections) {
    const wire = { from: owner(from, "capture"), to: owner(to, "playback") };
    seen.set(`${wire.from}\n${wire.to}`, wire);
  }
  const wires = [...seen.values()];
  const names = new Set(state.graph.nodes.map((node) => node.name));
  if (wires.some((wire) => wire.from === "\u0000capture")) names.add("\u0000capture");
  if (wires.some((wire) => wire.to === "\u0000playback")) names.add("\u0000playback");
  $("graph-card").hidden = names.size === 0;
  if (names.size === 0) return;
  const { rows, chains } = layers([...names], wires);
  const width = Math.max(240, $("graph-card").clientWidth - 34);
  const places = width < 620 ? stack(rows, width) : spread(rows, width);
  const focused = document.activeElement?.closest?.("#graph [data-key]")?.dataset.key;
  $("graph").setAttribute("viewBox", `0 0 ${width} ${places.height}`);
  $("graph").replaceChildren(
    ...chains.map((chain) => drawWire(chain, places)),
    ...[...names].map((name) => drawBox(name, places.boxes.get(name))));
  if (focused) $("graph").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

const isWire = (cell) => cell.startsWith("\u0001");
const boxHeight = 46;

/** From top to bottom, for narrow screens; rows with too many nodes take several lines. */
function stack(rows, width) {
  const boxes = new Map();
  const perLine = Math.max(1, Math.floor(width / 124));
  let y = 2;
  for (const row of rows) {
    const lines = [];
    for (const cell of row) {
      const line = lines.at(-1);
      const isFull = line && !isWire(cell)
        && line.filter((other) => !isWire(other)).length >= perLine;
      if (!line || isFull) lines.push([cell]);
      else line.push(cell);
    }
    lines.forEach((line, index) => {
      const weights = line.map((cell) => (isWire(cell) ? 0.22 : 1));
      const unit = width / weights.reduce((sum, weight) => sum + weight, 0);
      let x = 0;
      line.forEach((cell, place) => {
        const w = isWire(cell) ? 0 : Math.min(190, unit - 12);
        boxes.set(cell, { x: x + (unit * weights[place] - w) / 2, y, w, h: boxHeight });
        x += unit * weights[place];
      });
      y += boxHeight + (index + 1 < lines.length ? 10 : 26);
    });
  }
  return { boxes, height: y - 24, isStack: true };
}

/** From left to right. */
function spread(rows, width) {
  const column = width / rows.length;
  const w = Math.min(176, column - 28);
  if (w < 104) return stack(rows, width);
  const boxes = new Map();
  const step = (cell) => (isWire(cell) ? 16 : boxHeight + 18);
  const heights = rows.map((row) => row.reduce((sum, cell) => sum + step(cell), 0));
  const height = Math.max(...heights) + 4;
  rows.forEach((row, index) => {
    let y = (height - heights[index]) / 2;
    for (const cell of row) {
      const h = isWire(cell) ? 0 : boxHeight;
      boxes.set(cell, { x: column * index + (column - w) / 2, y: y + (step(cell) - h) / 2, w, h });
      y += step(cell);
    }
  });
  return { boxes, height, isStack: false };
}

function drawWire(chain, { boxes, isStack }) {
  const points = chain.map((cell) => boxes.get(cell)).map(({ x, y, w, h }) => (isStack
    ? { enter: [x + w / 2, y], leave: [x + w / 2, y + h] }
    : { enter: [x, y + h / 2], leave: [x + w, y + h / 2] }));
  let path = `M${points[0].leave}`;
  for (let index = 1; index < points.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [points[index - 1].leave, points[index].enter];
    const bend = Math.max(10, Math.abs(isStack ? y2 - y1 : x2 - x1) / 2);
    path += isStack
      ? `C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
      : `C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    if (index < points.length - 1) path += `L${points[index].leave}`;
  }
  const touches = chain[0] === chosen || chain.at(-1) === chosen;
  return make("path", { class: touches ? "wire chosen" : "wire", d: path });
}

/** As much of a text as a box is wide. */
const fitted = (text, width, size) => {
  const room = Math.floor(width / (size * 0.56));
  return text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text;
};

function drawBox(name, { x, y, w, h }) {
  const box = make("rect", { class: "box", x, y, width: w, height: h, rx: 10 });
  if (name.startsWith("\u0000")) {
    const text = make("text", { x: x + w / 2, y: y + 28, "text-anchor": "middle", text: name.slice(1) });
    return make("g", { class: "terminal" }, box, text);
  }
  const node = state.graph.nodes.find((candidate) => candidate.name === name);
  const classes = ["node"];
  if (name === chosen) classes.push("chosen");
  if (node.isBypassed) classes.push("bypassed");
  const kind = node.builtin ?? node.plugin?.split(/[\/#:]/).filter(Boolean).pop() ?? node.kind ?? "";
  const body = make("g", { class: classes.join(" "), role: "button", tabindex: 0,
    "data-key": `node ${name}`, "aria-label": `${name}, ${kind}`, "aria-pressed": name === chosen },
    box,
    make("text", { x: x + 12, y: y + 20, text: fitted(name, w - 54, 13) }),
    make("text", { class: "kind", x: x + 12, y: y + 36, text: fitted(kind, w - 54, 11) }));
  press(body, () => choose(name));
  return make("g", {}, body, drawPower(node, x + w - 22, y + h / 2));
}

function drawPower(node, x, y) {
  const power = make("g", { class: "power", role: "switch", tabindex: 0,
    "data-key": `power ${node.name}`, "data-bypass": node.name,
    "aria-label": `bypass ${node.name}`, "aria-checked": Boolean(node.isBypassed) },
    make("rect", { class: "hit", x: x - 22, y: y - 22, width: 44, height: 44 }),
    make("circle", { class: "ring", cx: x, cy: y, r: 9 }),
    make("circle", { class: "dot", cx: x, cy: y, r: 4 }));
  press(power, () => bypass(node));
  return power;
}

/** Clicks and, as for any button, Enter and Space. */
function press(element, action) {
  element.addEventListener("click", action);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    action();
  });
}

function choose(name) {
  chosen = name;
  drawGraph();
  drawNode();
}

async function bypass(node) {
  const on = !node.isBypassed;
  if (await ask("bypass", { node: node.name, on }) === undefined) return;
  node.isBypassed = on;
  drawGraph();
  drawBypass();
}

// ---- The chosen node

const chosenNode = () => state.graph.nodes.find((node) => node.name === chosen);

function drawBypass() {
  $("node-bypass").setAttribute("aria-checked", String(Boolean(chosenNode()?.isBypassed)));
}

let rows = new Map();

function drawNode() {
  const node = chosenNode();
  $("node-card").hidden = !node;
  if (!node) return;
  $("node-title").textContent = node.name;
  $("node-kind").textContent = node.builtin ?? node.plugin ?? node.kind ?? "";
  drawBypass();
  drawPresets(node);
  const parameters = state.parameters[node.name] ?? [];
  const shape = JSON.stringify([node.name, parameters.map(({ value, ...rest }) => rest)]);
  if (rows.shape !== shape) {
    rows = new Map();
    rows.shape = shape;
    const elements = parameters.map((parameter) => {
      const row = makeParameter(node.name, parameter);
      rows.set(parameter.symbol, row);
      return row.element;
    });
    if (elements.length === 0) elements.push(make("p", { class: "empty", text: "No parameters." }));
    $("parameters").replaceChildren(...elements);
  }
  for (const { symbol, value } of parameters) rows.get(symbol)?.show(value);
}

function drawPresets(node) {
  const names = state.presets[node.name] ?? [];
  $("presets").hidden = names.length === 0;
  const select = $("presets").querySelector("select");
  select.replaceChildren(make("option", { value: "", text: "choose…" }),
    ...names.map((name) => make("option", { value: name, text: name })));
  select.onchange = async () => {
    if (select.value) await ask("preset", { node: node.name, name: select.value });
    refreshSoon("parameters");
  };
}

/** Sends one value at a time: while an answer is due, only the newest waits. */
function sender(node, parameter) {
  let isUnderWay = false;
  let next;
  return async function send(value) {
    next = value;
    if (isUnderWay) return;
    isUnderWay = true;
    while (next !== undefined) {
      const now = next;
      next = undefined;
      if (await ask("set", { node, parameter: parameter.symbol, value: now }) === undefined) {
        refreshSoon("parameters");
      } else {
        parameter.value = now;
      }
    }
    isUnderWay = false;
  };
}

function makeParameter(node, parameter) {
  const { symbol, choices = [], isToggle } = parameter;
  const id = `parameter ${symbol}`;
  const label = make("label", { for: id, title: parameter.name, text: parameter.name || symbol });
  const send = sender(node, parameter);
  const make_ = isToggle ? makeToggle : choices.length > 0 ? makeSelect : makeSlider;
  const { controls, show } = make_(parameter, id, send);
  return { element: make("div", { class: "parameter" }, label, ...controls), show };
}

function makeToggle(parameter, id, send) {
  const box = make("input", { type: "checkbox", id });
  box.onchange = () => send(box.checked ? parameter.maximum ?? 1 : parameter.minimum ?? 0);
  const middle = ((parameter.maximum ?? 1) + (parameter.minimum ?? 0)) / 2;
  return { controls: [box], show: (value) => { box.checked = value > middle; } };
}

function makeSelect(parameter, id, send) {
  const options = parameter.choices.map(({ label, value }) => make("option", { value, text: label }));
  const select = make("select", { id }, ...options);
  select.onchange = () => send(Number(select.value));
  const nearest = (value) => parameter.choices.reduce((best, choice) =>
    Math.abs(choice.value - value) < Math.abs(best.value - value) ? choice : best);
  return { controls: [select], show: (value) => { select.value = String(nearest(value).value); } };
}

function makeSlider(parameter, id, send) {
  const { minimum = 0, maximum = 1, unit = "", isInteger, isLogarithmic } = parameter;
  const isLog = isLogarithmic && minimum > 0 && maximum > minimum;
  const span = maximum - minimum || 1;
  const toPlace = (value) => (isLog
    ? Math.log(value / minimum) / Math.log(maximum / minimum) : (value - minimum) / span);
  const toValue = (at) => {
    const value = isLog ? minimum * (maximum / minimum) ** at : minimum + span * at;
    return isInteger ? Math.round(value) : Number(value.toPrecision(6));
  };
  const steps = isInteger && !isLog && span <= 1000 ? span : 1000;
  const slider = make("input", { type: "range", id, min: 0, max: steps, step: 1 });
  const output = make("output", { for: id });
  let isHeld = false;
  const tell = (value) => {
    const digits = isInteger || Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2;
    output.textContent = `${decimal(value, digits)} ${unit}`.trim().replace(/^-/, "−");
    slider.setAttribute("aria-valuetext", output.textContent);
  };
  const move = (value) => {
    tell(value);
    send(value);
  };
  slider.oninput = () => move(toValue(slider.value / steps));
  slider.onpointerdown = () => { isHeld = true; };
  slider.onpointerup = slider.onpointercancel = () => { isHeld = false; };
  slider.title = "double-click: default";
  const show = (value) => {
    if (isHeld) return;
    slider.value = String(Math.round(toPlace(Math.min(maximum, Math.max(minimum, value))) * steps));
    tell(value);
  };
  slider.ondblclick = () => {
    if (parameter.default === undefined) return;
    isHeld = false;
    show(parameter.default);
    send(parameter.default);
  };
  return { controls: [output, slider], show };
}

// ---- Queues and events

const policy = (queue) => [queue.policy, queue.priority || ""].join(" ").trim();

function drawQueues() {
  const cell = (text, isWide) => make("td", isWide ? { class: "wide", text } : { text });
  const queueRows = state.queues.map((queue) => make("tr", {},
    make("td", { text: queue.name },
      make("small", { text: [queue.taskClass || queue.kind, policy(queue)].filter(Boolean).join(" · ") })),
    cell(decimal(queue.workers ?? 0, 0), true),
    cell(`${queue.depth ?? 0} / ${queue.highestDepth ?? 0}`),
    cell(decimal(queue.itemsPerSecond ?? 0, 0)),
    cell(duration(queue.wait?.p99Nanoseconds)),
    cell(duration(queue.run?.p99Nanoseconds), true),
    cell(`${decimal((queue.load ?? 0) * 100, 0)} %`, true)));
  $("queues").replaceChildren(...queueRows);
  $("queues-card").hidden = queueRows.length === 0;
}

const eventRow = ({ uptimeNanoseconds, text }) => make("li", {},
  make("time", { text: clock(uptimeNanoseconds ?? 0) }), make("span", { text }));

// ---- From the host

const changed = {
  set({ node, parameter, value }) {
    const found = state.parameters[node]?.find(({ symbol }) => symbol === parameter);
    if (!found || typeof value !== "number") return refreshSoon("parameters");
    found.value = value;
    if (node === chosen) rows.get(parameter)?.show(value);
  },
  bypass({ node, isBypassed }) {
    const found = state.graph.nodes.find(({ name }) => name === node);
    if (!found) return refreshSoon("graph");
    found.isBypassed = isBypassed;
    drawGraph();
    drawBypass();
  },
  mute({ isMuted }) {
    state.session.isMuted = isMuted;
    draw.session();
  },
  graph: () => refreshSoon("session", "graph", "parameters", "presets"),
  snapshot: () => refreshSoon("session", "graph", "parameters", "snapshots"),
  device: () => refreshSoon("device"),
  transport: () => refreshSoon("transport"),
  session: () => refreshSoon("session", "device", "graph", "parameters", "snapshots", "presets",
    "transport", "levels", "queues"),
};

const notified = {
  changes: (body) => (changed[body?.change] ?? changed.session)(body),
  levels: (body) => levels.take(body),
  statistics: takeStatistics,
  events(body) {
    $("events").prepend(eventRow(body));
    while ($("events").children.length > 60) $("events").lastElementChild.remove();
  },
};

const connection = new Connection({
  opened() {
    setConnection("here", "connected");
    loads.length = 0;
    connection.request("subscribe", { topics: ["changes", "levels", "events", "statistics"] })
      .then(() => refresh(), (error) => show(error.message));
  },
  closed(isRefused) {
    if (isRefused) setConnection("refused", "the token is wrong: open the address the host printed");
    else setConnection("away", "host is away, trying again");
    for (const meter of levels.meters.values()) Object.assign(meter, { peak: 0, hold: 0 });
  },
  notified: (topic, body) => notified[topic]?.(body),
});

// ---- From the user

$("mute").onclick = async () => {
  const on = !state.session.isMuted;
  if (await ask("mute", { on }) !== undefined) changed.mute({ isMuted: on });
};
$("transport").onclick = async () => {
  await ask("transport", { action: state.transport.isRolling ? "stop" : "start" });
  refreshSoon("transport");
};
$("node-bypass").onclick = () => { if (chosenNode()) bypass(chosenNode()); };

addEventListener("hashchange", () => connection.connect());
let graphWidth = 0;
new ResizeObserver(([{ contentRect: { width } }]) => {
  if (width !== graphWidth) drawGraph();
  graphWidth = width;
}).observe($("graph-card"));

let last = performance.now();
function frame(now) {
  levels.frame(now - last);
  last = now;
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
setInterval(() => levels.numbers(), 200);
setInterval(() => {
  if (!document.hidden && document.body.classList.contains("away") === false) refresh(["queues"]);
}, 1000);

drawScale();
connection.connect();
