/* One Leaflet map for every level. Geometry is fetched once per file; each rerun of the page calls `show` with values
   only. Every text enters the page as text, never as HTML. */
window.poaMap = (function () {
  "use strict";

  const files = new Map();      // url → promise of features
  let map, ground, land, casing, regions, overlay, markers, signal, controls;
  let state = null, drawn = {}, poles = new Map(), tiles = {}, turn = 0, theme = null, ready;

  // ---------------------------------------------------------------- small helpers

  function base() { return location.pathname.split("/component/")[0]; }

  function load(url) {
    if (!files.has(url)) {
      const address = url.startsWith("/") ? base() + url : url;
      files.set(url, fetch(address).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).then(function (data) { return data.features; }));
      files.get(url).catch(function () { files.delete(url); });
    }
    return files.get(url);
  }

  /* Values come as value → codes, which is shorter. */
  function byCode(groups) {
    const flat = {};
    for (const value of Object.keys(groups)) for (const code of groups[value]) flat[code] = value;
    return flat;
  }

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined && text !== null) made.textContent = text;
    return made;
  }

  function colour(name) {
    const probe = element("span");
    probe.style.color = "var(--" + name + ")";
    document.body.appendChild(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  /* st_folium does not wait for style sheets; colours are read from them. */
  function styled() {
    return new Promise(function (resolve) {
      (function look() {
        if (getComputedStyle(document.documentElement).getPropertyValue("--page")) resolve();
        else setTimeout(look, 15);
      })();
    });
  }

  // ---------------------------------------------------------------- fills and patterns

  function tile(side, paint, paper) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas");
    canvas.width = canvas.height = Math.round(side * ratio);
    const pen = canvas.getContext("2d");
    pen.scale(canvas.width / side, canvas.height / side);
    pen.fillStyle = paper;
    pen.fillRect(0, 0, side, side);
    paint(pen, side);
    const pattern = pen.createPattern(canvas, "repeat");
    pattern.setTransform(new DOMMatrix().scale(side / canvas.width));
    return pattern;
  }

  function diagonal(pen, side, rising) {
    for (const shift of [-side, 0, side]) {
      pen.moveTo(shift - 1, rising ? side + 1 : -1);
      pen.lineTo(shift + side + 1, rising ? -1 : side + 1);
    }
  }

  function hatch(width, line, both) {
    return function (pen, side) {
      pen.strokeStyle = line;
      pen.lineWidth = width;
      pen.beginPath();
      diagonal(pen, side, true);
      if (both) diagonal(pen, side, false);
      pen.stroke();
    };
  }

  function dots(line) {
    return function (pen) {
      pen.fillStyle = line;
      for (const at of [1.5, 4.5]) {
        pen.beginPath();
        pen.arc(at, at, 0.95, 0, 7);
        pen.fill();
      }
    };
  }

  function mixColours() {
    tiles = {
      M: tile(Math.round(7 * Math.SQRT2), hatch(1.3, colour("M-hatch"), true), colour("M")),
      K: tile(Math.round(9 * Math.SQRT2), hatch(1.6, colour("K-hatch"), false), colour("K")),
      A: tile(6, dots(colour("A-hatch")), colour("A")),
      H: colour("H"), 5: colour("s1"), 4: colour("s2"), 3: colour("s4"), 2: colour("s5"), 1: colour("s6"),
      0: colour("page"), C: colour("s4"), page: colour("page"), land: colour("land"), landLine: colour("land-line"),
      outline: colour("map-ink2"), ink: colour("selected"),
    };
  }

  function earth() { return { fillColor: tiles.land, fillOpacity: 1, color: tiles.landLine, weight: 1 }; }

  function style(feature) {
    if (feature.properties.isContext || !classOf(feature.properties.code)) return earth();
    const border = state.borders === "fine" ? 0.4 : 1.3;
    return { fillColor: tiles[classOf(feature.properties.code)], fillOpacity: 1, color: tiles.page, weight: border };
  }

  /* Drawn below the fills, wider than their own border: what stays visible is the coast and the outer edge. */
  function outline() { return { fill: false, color: tiles.outline, weight: 3.2 }; }

  /* A region the reader may not see has no class: it is drawn as land. */
  function classOf(code) { return state.values[code]; }

  // ---------------------------------------------------------------- the point of a region that is farthest from its edge

  function largestRing(geometry) {
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map(function (p) { return p[0]; });
    return rings.reduce(function (best, ring) { return Math.abs(area(ring)) > Math.abs(area(best)) ? ring : best; }, rings[0]);
  }

  function area(ring) {
    let sum = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
    return sum;
  }

  function depth(x, y, ring) {
    let inside = false, nearest = Infinity;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if ((a[1] > y) !== (b[1] > y) && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
      const dx = b[0] - a[0], dy = b[1] - a[1], length = dx * dx + dy * dy;
      const t = length ? Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length)) : 0;
      nearest = Math.min(nearest, Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy));
    }
    return inside ? nearest : -nearest;
  }

  function pole(feature) {
    const code = feature.properties.code;
    if (!poles.has(code)) poles.set(code, findPole(largestRing(feature.geometry)));
    return poles.get(code);
  }

  function findPole(full) {
    const step = Math.ceil(full.length / 160);
    const ring = full.filter(function (_, i) { return i % step === 0; });
    const xs = ring.map(function (p) { return p[0]; }), ys = ring.map(function (p) { return p[1]; });
    let west = Math.min(...xs), east = Math.max(...xs), south = Math.min(...ys), north = Math.max(...ys);
    let best = { lon: (west + east) / 2, lat: (south + north) / 2, radius: -Infinity };
    for (let round = 0; round < 3; round++) {
      const dx = (east - west) / 12, dy = (north - south) / 12;
      for (let i = 0.5; i < 12; i++) for (let j = 0.5; j < 12; j++) {
        const x = west + i * dx, y = south + j * dy, radius = depth(x, y, ring);
        if (radius > best.radius) best = { lon: x, lat: y, radius: radius };
      }
      west = best.lon - dx; east = best.lon + dx; south = best.lat - dy; north = best.lat + dy;
    }
    return best;
  }

  // ---------------------------------------------------------------- clicks: a code and a number, so that repeats count

  /* st_folium reports what `toGeoJSON` of the clicked layer returns: never the outline itself. */
  function answer(code) {
    return function () { return { type: "Feature", geometry: null, properties: { code: code, click: Date.now() } }; };
  }

  function choose(code) { signal.fire("click", { layer: { toGeoJSON: answer(code) } }); }

  function wording(code, name) {
    const row = state.legend.find(function (item) { return item.cls === classOf(code); });
    const parts = row ? [row.word ? row.word + " – " + row.label : row.label] : [];
    const count = state.counts[code];
    if (count) parts.push(count + " " + state.words.unit);
    return name + ": " + parts.join(", ");
  }

  function onEach(feature, layer) {
    const own = feature.properties;
    layer.toGeoJSON = answer(own.code);
    if (!own.isContext) {
      layer.on("mouseover", function () { layer.setStyle({ weight: 2, color: tiles.ink }); layer.bringToFront(); });
      layer.on("mouseout", function () { regions.resetStyle(layer); });
    }
    layer.bindTooltip(function () {
      return element("span", "", own.isContext ? own.name : wording(own.code, own.name));
    }, { sticky: true, direction: "top", offset: [0, -8] });
  }

  // ---------------------------------------------------------------- labels, leader lines and incident discs

  function drawMarks() {
    markers.clearLayers();
    overlay.clearLayers();
    drawSelected();
    const taken = [];
    if (state.labels) {
      const shown = drawn.features.slice().sort(function (a, b) { return pole(b).radius - pole(a).radius; });
      for (const feature of shown) if (classOf(feature.properties.code)) drawLabel(feature, taken);
    }
    drawDiscs(taken);
    taken.push(...coveredByControls());
    for (const feature of drawn.context) drawPlace(feature, taken);
  }

  function drawSelected() {
    const chosen = drawn.features.filter(function (feature) { return feature.properties.code === state.selected; });
    for (const look of [{ color: tiles.page, weight: 5.5, opacity: 0.9 }, { color: tiles.ink, weight: 2.6 }]) {
      overlay.addLayer(L.geoJSON(chosen, {
        pane: "outline", renderer: drawn.outline, interactive: false, style: Object.assign({ fill: false }, look),
      }));
    }
  }

  function coveredByControls() {
    const frame = map.getContainer().getBoundingClientRect();
    return controls.map(function (made) {
      const box = made.getContainer().getBoundingClientRect();
      const low = map.containerPointToLayerPoint([box.left - frame.left, box.top - frame.top]);
      return { x0: low.x, x1: low.x + box.width, y0: low.y, y1: low.y + box.height };
    });
  }

  function overlaps(box, taken) {
    return taken.some(function (other) {
      return box.x0 < other.x1 && other.x0 < box.x1 && box.y0 < other.y1 && other.y0 < box.y1;
    });
  }

  function shortName(name) { return name.replace(/^(Kabupaten|Kota) (?=.)/, ""); }

  function lines(name, room) {
    const words = shortName(name).split(" "), made = [words.shift()];
    for (const word of words) {
      if ((made[made.length - 1] + " " + word).length * 7 <= room) made[made.length - 1] += " " + word;
      else made.push(word);
    }
    return made;
  }

  function drawLabel(feature, taken) {
    const own = feature.properties, at = pole(feature), point = map.latLngToLayerPoint([at.lat, at.lon]);
    const radius = map.latLngToLayerPoint([at.lat, at.lon + at.radius]).x - point.x;
    const place = state.places[own.code];
    if (place && radius < 26) return drawLed(own, at, place, taken);
    if (radius < 9) return undefined;
    const rows = lines(own.name, Math.max(60, Math.min(104, 2.6 * radius)));
    const width = Math.max(...rows.map(function (row) { return row.length; })) * 7.2, height = 22 + rows.length * 16;
    const full = { x0: point.x - width / 2, x1: point.x + width / 2, y0: point.y - 20, y1: point.y - 20 + height };
    const bare = { x0: point.x - 10, x1: point.x + 10, y0: point.y - 10, y1: point.y + 10 };
    const fits = radius > 15 && width < 3.6 * radius && !overlaps(full, taken);
    if (!fits && overlaps(bare, taken)) return undefined;
    taken.push(fits ? full : bare);
    return addMark(at, badge(own, fits ? rows : null, "label"), fits ? [0, 20] : [0, 9], own);
  }

  function drawLed(own, at, place, taken) {
    const width = 34 + shortName(own.name).length * 7, wanted = map.latLngToContainerPoint([place[1], place[0]]);
    wanted.x = Math.min(wanted.x, map.getSize().x - width);
    const end = map.containerPointToLatLng(wanted), point = map.latLngToLayerPoint(end);
    for (const look of [{ color: tiles.page, weight: 3.2, opacity: 0.75 }, { color: tiles.ink, weight: 1 }]) {
      overlay.addLayer(L.polyline([[at.lat, at.lon], end], Object.assign({ pane: "outline", renderer: drawn.outline, interactive: false }, look)));
    }
    overlay.addLayer(L.circleMarker([at.lat, at.lon], { pane: "outline", renderer: drawn.outline, interactive: false,
      radius: 2.6, color: tiles.page, weight: 1.2, fillColor: tiles.ink, fillOpacity: 1 }));
    taken.push({ x0: point.x, x1: point.x + width, y0: point.y - 10, y1: point.y + 10 });
    addMark({ lat: end.lat, lon: end.lng }, badge(own, [shortName(own.name)], "label led"), [0, 10], own);
  }

  function badge(own, rows, name) {
    const cls = classOf(own.code), holder = element("div");
    const letters = { M: "M", K: "K", H: "H", A: "–" }, mark = state.letters ? letters[cls] : state.marks[own.code];
    if (mark) {
      const chip = element("span", "chip", mark);
      if (state.letters) chip.style.cssText = "background:var(--" + cls + ");color:var(--" + cls + "-text);border-color:currentColor";
      holder.appendChild(chip);
    }
    if (rows) {
      const text = element("span", "name");
      rows.forEach(function (row, i) { if (i) text.appendChild(element("br")); text.appendChild(document.createTextNode(row)); });
      paintName(text, cls, name);
      holder.appendChild(text);
    }
    holder.className = name;
    return holder;
  }

  function paintName(text, cls, name) {
    const isStatus = state.letters && name === "label";
    text.style.setProperty("--halo", isStatus ? "var(--" + cls + ")" : name === "label" ? "var(--page)" : "var(--sea)");
    text.style.color = isStatus ? "var(--" + cls + "-text)" : "var(--map-ink)";
  }

  function addMark(at, content, anchor, own) {
    const icon = L.divIcon({ html: content.childNodes.length ? content : "", className: "", iconSize: [0, 0], iconAnchor: anchor });
    const marker = L.marker([at.lat, at.lon], { icon: icon, keyboard: true, riseOnHover: true });
    marker.on("click", function (event) { L.DomEvent.stop(event); choose(own.code); });
    markers.addLayer(marker);
    const shown = marker.getElement();
    shown.setAttribute("aria-label", wording(own.code, own.name));
    shown.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(own.code);
    });
  }

  function drawPlace(feature, taken) {
    const at = pole(feature), point = map.latLngToLayerPoint([at.lat, at.lon]);
    const box = { x0: point.x - 50, x1: point.x + 50, y0: point.y - 9, y1: point.y + 9 };
    const room = map.latLngToLayerPoint([at.lat, at.lon + at.radius]).x - point.x;
    if (room < 22 || !map.getBounds().pad(-0.09).contains([at.lat, at.lon]) || overlaps(box, taken)) return;
    taken.push(box);
    const holder = element("div", "label place");
    const text = element("span", "name", shortName(feature.properties.name));
    text.style.setProperty("--halo", "transparent");
    holder.appendChild(text);
    markers.addLayer(L.marker([at.lat, at.lon], { interactive: false, keyboard: false, pane: "names",
      icon: L.divIcon({ html: holder, className: "", iconSize: [0, 0], iconAnchor: [0, 8] }) }));
  }

  function drawDiscs(taken) {
    for (const disc of state.discs) {
      const at = placeOf(disc);
      if (!at) continue;
      let point = map.latLngToLayerPoint([at.lat, at.lon]);
      point = freeSpot(point, taken);
      taken.push({ x0: point.x - 10, x1: point.x + 10, y0: point.y - 10, y1: point.y + 10 });
      addDisc(disc, map.layerPointToLatLng(point));
    }
  }

  function placeOf(disc) {
    if (disc.lat !== null) return disc;
    const feature = drawn.features.find(function (item) {
      return disc.code === item.properties.code || disc.code.startsWith(item.properties.code + ".");
    });
    return feature ? pole(feature) : null;
  }

  function freeSpot(start, taken) {
    for (let turn = 0; turn < 17; turn++) {
      const ring = Math.ceil(turn / 8), angle = turn * 0.785;
      const spot = L.point(start.x + 20 * ring * Math.cos(angle), start.y + 20 * ring * Math.sin(angle));
      if (!overlaps({ x0: spot.x - 9, x1: spot.x + 9, y0: spot.y - 9, y1: spot.y + 9 }, taken)) return spot;
    }
    return start;
  }

  function addDisc(disc, at) {
    const many = disc.text.length > 2 ? " many" : "";
    const icon = L.divIcon({ html: element("span", "", disc.text), className: "disc" + (disc.open ? " open" : "") + many, iconSize: null });
    const marker = L.marker(at, { icon: icon, keyboard: false, zIndexOffset: 500, interactive: true });
    marker.bindTooltip(function () { return element("span", "", disc.title); }, { direction: "top", offset: [0, -8] });
    marker.on("click", function (event) { L.DomEvent.stop(event); if (disc.id) choose("#" + disc.id); else choose(disc.code); });
    markers.addLayer(marker);
  }

  // ---------------------------------------------------------------- controls over the map

  function control(position, build) {
    const made = L.control({ position: position });
    made.onAdd = function () {
      const box = build();
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    controls.push(made);
    made.addTo(map);
  }

  function drawControls() {
    controls.forEach(function (made) { made.remove(); });
    controls = [];
    control("topleft", buttons);
    control("bottomleft", legend);
    control("bottomright", note);
  }

  function button(text, label, action) {
    const made = element("button", "", text);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", action);
    return made;
  }

  function buttons() {
    const box = element("div", "over buttons");
    if (state.back) box.appendChild(button("‹  " + state.back.label, state.back.label, function () { choose(state.back.code); }));
    box.appendChild(button("+", state.words.zoomIn, function () { map.zoomIn(); }));
    box.appendChild(button("−", state.words.zoomOut, function () { map.zoomOut(); }));
    return box;
  }

  function legend() {
    const box = element("details", "over legend");
    box.open = window.innerWidth > 560;
    box.appendChild(element("summary", "", state.words.legend));
    for (const item of state.legend) box.appendChild(legendRow(item));
    return box;
  }

  function legendRow(item) {
    const row = element("div", "row" + (item.rule ? " rule" : ""));
    if (item.disc) {
      const holder = element("span", "mark");
      holder.appendChild(element("span", "disc" + (item.disc === "open" ? " open" : "")));
      row.appendChild(holder);
    } else {
      const swatch = element("span", "sw sw-" + item.cls);
      swatch.appendChild(element("b", "", item.letter));
      row.appendChild(swatch);
    }
    const text = element("span");
    if (item.word) { text.appendChild(element("b", "", item.word)); text.appendChild(document.createTextNode(" – ")); }
    text.appendChild(document.createTextNode(item.label));
    row.appendChild(text);
    row.appendChild(element("span", "n", item.count));
    return row;
  }

  function note() {
    const box = element("div", "over note");
    box.appendChild(element("span", "", state.words.note));
    const bar = element("i"), size = element("span");
    const y = map.getSize().y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([70, y]));
    const power = Math.pow(10, Math.floor(Math.log10(metres)));
    const nice = power * [5, 2, 1].find(function (step) { return step * power <= metres; });
    bar.style.width = Math.round((70 * nice) / metres) + "px";
    size.textContent = nice >= 1000 ? nice / 1000 + " km" : nice + " m";
    box.append(bar, size);
    return box;
  }

  // ---------------------------------------------------------------- life of the map

  function useTheme(next) {
    if (!next || theme === next.base) return;
    theme = next.base;
    document.documentElement.style.colorScheme = theme === "dark" ? "dark" : "light";
    ready.then(recolour);
  }

  function recolour() {
    mixColours();
    if (drawn.features) { ground.setStyle(earth); land.setStyle(style); casing.setStyle(outline); regions.setStyle(style); drawMarks(); }
  }

  function layerPane(name, z, takesClicks) {
    const pane = map.createPane(name);
    pane.style.zIndex = z;
    if (!takesClicks) pane.style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: 0.4 });
  }

  function create(target, options) {
    map = target;
    controls = [];
    new FontFace("Source Sans", "url(" + base() + options.font + ")", { weight: "200 900" }).load().then(
      function (face) { document.fonts.add(face); }, function () { /* the system font stays */ });
    const canvas = layerPane("regions", 400, true);
    layerPane("names", 560, false);
    drawn.outline = layerPane("outline", 450, false);
    document.documentElement.style.colorScheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    ready = styled().then(mixColours);
    const shared = { pane: "regions", renderer: canvas, smoothFactor: 0.5 };  // one canvas: an upper one would take clicks
    ground = L.geoJSON(null, Object.assign({ interactive: false, style: earth }, shared)).addTo(map);
    land = L.geoJSON(null, Object.assign({ style: style, onEachFeature: onEach }, shared)).addTo(map);
    casing = L.geoJSON(null, Object.assign({ interactive: false, style: outline }, shared)).addTo(map);
    regions = L.geoJSON(null, Object.assign({ style: style, onEachFeature: onEach }, shared)).addTo(map);
    overlay = L.layerGroup().addTo(map);
    markers = L.layerGroup().addTo(map);
    signal = L.featureGroup().addTo(map);
    map.on("zoomend moveend", function (event) { if (drawn.features && event.type === "zoomend") { drawControls(); drawMarks(); } });
    new ResizeObserver(refit).observe(map.getContainer());
    window.Streamlit.events.addEventListener("streamlit:render", function (event) { useTheme(event.detail.theme); });
  }

  function refit() {
    map.invalidateSize({ animate: false });
    if (drawn.bounds) map.fitBounds(drawn.bounds, { animate: false, padding: [10, 10] });
  }

  function show(next) {
    state = next;
    state.values = byCode(next.values);
    state.counts = byCode(next.counts);
    const mine = ++turn;
    if (drawn.key === next.key) return repaint();
    const wanted = [next.url, next.land].concat(next.context.map(function (item) { return item.url; })).map(load);
    return Promise.all(wanted.concat(ready)).then(function (loaded) {
      if (mine !== turn) return;
      draw(loaded);
      repaint();
    }, function () { failed(next); });
  }

  function failed(next) {
    const box = element("div", "over note", next.words.failed);
    control("topright", function () { return box; });
  }

  function draw(loaded) {
    const own = loaded[0];
    drawn.key = state.key;
    drawn.features = state.prefix ? own.filter(function (f) { return f.properties.code.startsWith(state.prefix); }) : own;
    drawn.context = [];
    state.context.forEach(function (item, i) {
      for (const feature of loaded[i + 2]) {
        if (item.without.includes(feature.properties.code)) continue;
        drawn.context.push({ type: "Feature", geometry: feature.geometry,
          properties: { code: feature.properties.code, name: feature.properties.name, isContext: true } });
      }
    });
    for (const group of [ground, land, casing, regions]) group.clearLayers();
    ground.addData(loaded[1]);
    land.addData(drawn.context);
    if (drawn.features.length < 200) casing.addData(drawn.features);
    regions.addData(drawn.features);
    drawn.bounds = state.bounds || regions.getBounds();
    refit();
  }

  function repaint() {
    regions.setStyle(style);
    drawControls();
    drawMarks();
    document.documentElement.dataset.version = String(turn);
  }

  return { create: create, show: show };
})();
