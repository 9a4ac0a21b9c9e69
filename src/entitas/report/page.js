// Filters, sorting and drawing. The tables are complete without it.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.querySelector(".filters");
  const search = document.getElementById("search");
  const least = document.getElementById("least");
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const charts = all("[data-figure]").map((node) => ({ node, figure: figures[node.dataset.figure] }));
  const tables = all(".scroll > table");
  const narrow = window.matchMedia("(max-width: 40rem)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const said = document.getElementById("province-said");
  const hint = said?.textContent;
  let province = "";

  // Without accents, so that "Kalimantan" is found however it is typed.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(tables.flatMap((table) => [...table.tBodies[0].rows])
    .map((row) => [row, fold(row.textContent)]));

  function filterTables() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    for (const table of tables) {
      const kind = document.querySelector(`[data-kind-of="${table.id}"]`).value;
      const rows = [...table.tBodies[0].rows];
      let shown = 0;
      for (const row of rows) {
        row.hidden = !(
          Number(row.dataset.documents) >= Number(least.value) &&
          (!kind || row.dataset.kinds.split(" ").includes(kind)) &&
          (!province || !("in" in row.dataset) || row.dataset.in === province) &&
          words.every((word) => texts.get(row).includes(word))
        );
        shown += !row.hidden;
      }
      const output = document.querySelector(`[data-shown-of="${table.id}"]`);
      output.textContent = shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`;
    }
  }

  function sort(table, head) {
    const column = head.cellIndex;
    const numeric = head.classList.contains("number");
    const was = head.getAttribute("aria-sort");
    const up = was ? was === "descending" : !numeric;
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: value(row) }));
    const order = numeric ? (a, b) => a.key - b.key : (a, b) => a.key.localeCompare(b.key, "id");
    rows.sort((a, b) => (up ? order(a, b) : order(b, a)));
    table.tBodies[0].append(...rows.map(({ row }) => row));
    all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
  }

  // On a small screen: fewer dates on an axis, smaller nodes, names of the largest alone.
  function fit(data, layout) {
    if (layout.xaxis?.type === "date") layout.xaxis.nticks = 4;
    for (const trace of data.filter((one) => one.mode === "markers+text")) {
      trace.text = trace.text.map((text, at) => (at < 6 ? text : ""));
      trace.marker.size = trace.marker.size.map((size) => size * 0.65);
    }
  }

  // A figure as plotly takes it: colours by their name, and only what enough documents name.
  function finished(figure) {
    const style = getComputedStyle(document.documentElement);
    const color = (value) =>
      /^@[a-z]+$/.test(value) ? style.getPropertyValue("--" + value.slice(1)).trim() : value;
    const walk = (value) => {
      if (typeof value === "string") return color(value);
      if (Array.isArray(value)) return value.map(walk);
      if (value && typeof value === "object") {
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key,
          ["text", "hovertext"].includes(key) ? part : walk(part)]));
      }
      return value;
    };
    const { data, layout } = walk(figure);
    if (narrow.matches) fit(data, layout);
    if (!layout.meta?.filter) return { data, layout };
    for (const trace of data) {
      const keep = trace.customdata.map((documents) => documents >= Number(least.value));
      const cut = (part) => {
        for (const [key, value] of Object.entries(part)) {
          if (Array.isArray(value)) part[key] = value.filter((_, at) => keep[at]);
        }
      };
      cut(trace);
      if (trace.marker) cut(trace.marker);
    }
    if (layout.meta.row) {
      layout.height = layout.meta.row * data[0].x.length + 8;
      layout.yaxis.range = [layout.height, 0];
    }
    return { data, layout };
  }

  function draw() {
    for (const { node, figure } of charts) {
      const { data, layout } = finished(figure);
      const zooms = node.dataset.figure === "network";
      Plotly.react(node, data, layout, {
        responsive: true,
        displaylogo: false,
        displayModeBar: zooms,
        modeBarButtons: zooms ? [["zoomIn2d", "zoomOut2d", "resetScale2d"]] : undefined,
      });
    }
  }

  for (const table of tables) {
    all("thead button", table).forEach((button) =>
      button.addEventListener("click", () => sort(table, button.closest("th"))));
  }
  for (const tile of all("[data-province]")) {
    tile.addEventListener("click", () => {
      province = province === tile.dataset.province ? "" : tile.dataset.province;
      all("[data-province]").forEach((other) =>
        other.setAttribute("aria-pressed", String(other.dataset.province === province)));
      said.textContent = province ? `${tile.title}. Choose it again to see all.` : hint;
      filterTables();
    });
  }
  search.addEventListener("input", filterTables);
  least.addEventListener("change", () => { filterTables(); draw(); });
  all("[data-kind-of]").forEach((select) => select.addEventListener("change", filterTables));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    all("[data-kind-of]").forEach((select) => { select.value = ""; });
    province = "";
    all("[data-province]").forEach((tile) => tile.setAttribute("aria-pressed", "false"));
    if (said) said.textContent = hint;
    filterTables();
    draw();
  }));
  for (const screen of [dark, narrow]) screen.addEventListener("change", draw);
  filterTables();
  draw();
})();
