// Sorting and filtering of tables, the find box, and search. Everything works without this file, only slower.
(function () {
  "use strict";
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  // Tables: a column head with data-sort sorts, a filter box hides rows.
  function cellValue(row, index) {
    const cell = row.cells[index];
    return cell ? (cell.dataset.value ?? cell.textContent.trim()) : "";
  }
  function compare(kind, a, b) {
    if (kind !== "number") return collator.compare(a, b);
    return parseFloat(a.replace("−", "-")) - parseFloat(b.replace("−", "-"));
  }
  function sortBy(table, head, index) {
    const descending = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const absent = (value) => value === "" || value.startsWith("–");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, place) => ({ row, place, value: cellValue(row, index) }));
    rows.sort((a, b) => absent(a.value) - absent(b.value) || // what is missing stays last either way
      (absent(a.value) ? 0 : compare(head.dataset.sort, a.value, b.value) * (descending ? -1 : 1)) || a.place - b.place);
    body.append(...rows.map((entry) => entry.row));
  }
  function makeSortable(table) {
    const heads = table.tHead ? Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells) : [];
    heads.forEach((head, index) => {
      if (!head.dataset.sort) return;
      const control = document.createElement("span"); // a button here would not be repeated on paper
      control.setAttribute("role", "button");
      control.tabIndex = 0;
      control.className = "sorter";
      control.append(...head.childNodes);
      head.append(control);
      control.addEventListener("click", () => sortBy(table, head, index));
      control.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        sortBy(table, head, index);
      });
    });
  }
  // A column head with data-facet="name" gives a choice among the column's values; ?name=… chooses one.
  // A cell that holds several says data-values="one|other"; data-key is a name for its value in such an address.
  const valuesOf = (row, index) => row.cells[index].dataset.values?.split("|") ?? [cellValue(row, index)];
  function makeFacets(block, table) {
    const tools = block.querySelector(".table-tools");
    const heads = Array.from(table.tHead.rows[0].cells).filter((head) => tools && head.dataset.facet);
    return heads.map((head) => {
      const select = document.createElement("select");
      const values = new Set(Array.from(table.tBodies[0].rows).flatMap((row) => valuesOf(row, head.cellIndex)));
      const title = head.textContent.trim();
      select.setAttribute("aria-label", title);
      select.append(new Option(`${title}：${tools.dataset.any}`, ""));
      Array.from(values).sort(collator.compare).forEach((value) => select.append(new Option(value, value)));
      select.className = "table-facet";
      tools.insertBefore(select, tools.querySelector(".table-filter"));
      const asked = new URLSearchParams(location.search).get(head.dataset.facet);
      const keyed = Array.from(table.tBodies[0].rows).find((row) => row.cells[head.cellIndex].dataset.key === asked);
      const value = keyed ? valuesOf(keyed, head.cellIndex)[0] : asked;
      if (values.has(value)) select.value = value;
      return { select, index: head.cellIndex };
    });
  }
  function makeFilter(block, table) {
    const input = block.querySelector("[data-filter]");
    if (!input) return;
    input.closest("label").hidden = false;
    const facets = table.tHead ? makeFacets(block, table) : [];
    const count = block.querySelector("[data-count]");
    const none = block.querySelector(".table-none");
    const all = count.textContent;
    const rows = Array.from(table.tBodies[0].rows, (row) => [row, plain((row.dataset.find || "") + row.textContent)]);
    const apply = () => {
      const words = input.value.split(/\s+/).map(plain).filter(Boolean);
      const chosen = facets.filter(({ select }) => select.value);
      let shown = 0;
      for (const [row, text] of rows) {
        row.hidden = !(words.every((word) => text.includes(word)) &&
          chosen.every(({ select, index }) => valuesOf(row, index).includes(select.value)));
        if (!row.hidden) shown += 1;
      }
      const asked = words.length || chosen.length;
      count.textContent = asked ? count.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : all;
      none.hidden = shown > 0 || rows.length === 0;
    };
    input.addEventListener("input", apply);
    facets.forEach(({ select }) => select.addEventListener("change", apply));
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) input.value = asked;
    if (asked || facets.some(({ select }) => select.value)) {
      apply();
      block.dispatchEvent(new Event("unfold"));
    }
  }
  // On a phone a long table of cards shows its first rows; the rest on demand, and as soon as somebody filters.
  function makeFold(block, table) {
    if (!block.dataset.more || table.tBodies.length !== 1) return;
    const first = Number(block.dataset.first);
    const rest = table.tBodies[0].rows.length - first;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "table-more no-print";
    button.textContent = block.dataset.more.replace("{rest}", rest);
    const open = () => { table.classList.remove("records--folded"); button.remove(); };
    button.addEventListener("click", () => {
      const next = table.tBodies[0].rows[first].querySelector("a");
      open();
      if (next) next.focus({ preventScroll: true });
    });
    block.addEventListener("input", open);
    block.addEventListener("unfold", open);
    table.classList.add("records--folded", `records--first-${first}`);
    table.parentElement.after(button);
  }
  document.querySelectorAll(".table-block").forEach((block) => {
    const table = block.querySelector("table");
    if (!table || !table.tBodies.length) return;
    makeSortable(table);
    makeFold(block, table);
    makeFilter(block, table);
  });

  // Filters over several tables at once: by county, by kind, by words; ?area=…&kind=… sets them.
  document.querySelectorAll("form.sieve").forEach((form) => {
    form.hidden = false;
    const { area, kind, q } = form.elements;
    const blocks = Array.from(document.querySelectorAll(".table-block:has(table.duties)"), (block) => ({
      block, count: block.querySelector("[data-count]"), all: block.querySelector("[data-count]").textContent,
      rows: Array.from(block.querySelectorAll("tbody tr"), (row) => [row, plain(row.textContent)]),
    }));
    const apply = () => {
      const words = q.value.split(/\s+/).map(plain).filter(Boolean);
      const asked = area.value || kind.value || words.length;
      for (const { block, count, all, rows } of blocks) {
        let shown = 0;
        for (const [row, text] of rows) {
          row.hidden = Boolean((area.value && row.dataset.area !== area.value)
            || (kind.value && row.dataset.kind !== kind.value) || !words.every((word) => text.includes(word)));
          if (!row.hidden) shown += 1;
        }
        count.textContent = asked ? count.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : all;
        block.querySelector(".table-none").hidden = shown > 0;
        if (asked) block.dispatchEvent(new Event("unfold"));
        const folded = block.closest("details");
        if (folded && asked && shown) folded.open = true;
      }
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    const given = new URLSearchParams(location.search);
    for (const field of [area, kind, q]) if (given.has(field.name)) field.value = given.get(field.name);
    if (location.search) apply();
  });

  // The find box on the first page: at most twelve schools that hold the words, by name or code.
  document.querySelectorAll(".find").forEach((form) => {
    const input = form.querySelector("input");
    const list = form.querySelector(".find__list");
    const none = form.querySelector(".find__none");
    const entries = Array.from(list.children, (item) => [item, plain(item.textContent + item.dataset.find)]);
    input.addEventListener("input", () => {
      const word = plain(input.value);
      const found = word ? entries.filter(([, text]) => text.includes(word)) : [];
      entries.forEach(([item]) => { item.hidden = true; });
      found.slice(0, 12).forEach(([item]) => { item.hidden = false; });
      list.hidden = found.length === 0;
      none.hidden = !word || found.length > 0;
    });
    form.addEventListener("submit", (event) => {
      const shown = entries.filter(([item]) => !item.hidden);
      if (shown.length !== 1) return;
      event.preventDefault();
      location.href = shown[0][0].querySelector("a").href;
    });
  });

  // On a phone the open page may lie beyond the right end of its section's bar.
  const here = document.querySelector(".section-nav__link--active");
  if (here?.offsetLeft + here?.offsetWidth > innerWidth) here.closest("ul").scrollLeft = here.offsetLeft - innerWidth / 3;

  // A link into a folded part opens it.
  function unfold() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node !== target && node.matches(".table-block")) node.dispatchEvent(new Event("unfold"));
    }
    if (target) target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  unfold();

  // Search over the whole site: Pagefind's interface is fetched when somebody first asks for it.
  const form = document.querySelector(".site-search");
  const words = {
    placeholder: "搜学校、单位、隐患…", clear_search: "清除", load_more: "更多结果", search_label: "全站搜索",
    filters_label: "范围", zero_results: "没有找到“[SEARCH_TERM]”", many_results: "“[SEARCH_TERM]”：[COUNT] 条",
    one_result: "“[SEARCH_TERM]”：[COUNT] 条", alt_search: "没有“[SEARCH_TERM]”，以下是“[DIFFERENT_TERM]”的结果",
    search_suggestion: "没有“[SEARCH_TERM]”，可以试试：", searching: "正在搜索“[SEARCH_TERM]”…",
  };
  // A quarter is one phrase: Pagefind takes its words apart and would put another quarter first.
  function quarter(term) {
    const found = /^(\d{4}年?)?\s*第?([1-4一二三四])季度$/.exec(term.trim());
    if (!found) return term;
    const number = "一二三四".indexOf(found[2]) + 1 || found[2];
    return `"${found[1] ? parseInt(found[1], 10) + "年" : ""}第${number}季度"`;
  }
  let dialog = null;
  function load(tag, attributes) {
    return new Promise((resolve, reject) => {
      const node = Object.assign(document.createElement(tag), attributes);
      node.onload = resolve;
      node.onerror = reject;
      document.head.append(node);
    });
  }
  // Units whose name or code holds the words stand first: Pagefind divides Chinese names, this does not.
  async function showUnits(place, root) {
    const table = await (await fetch(root + "data/organizations.json")).json();
    const at = Object.fromEntries(table.columns.map((column, index) => [column.name, index]));
    const units = table.rows.map((row) => ({
      id: row[at.id], name: row[at.name],
      find: plain([row[at.name], row[at.short_name], row[at.school_code]].join(" ")),
    }));
    return (term) => {
      const word = plain(term);
      const found = word ? units.filter((unit) => unit.find.includes(word)).slice(0, 8) : [];
      place.replaceChildren(...found.map((unit) => Object.assign(document.createElement("a"), {
        href: root + "organizations/" + encodeURIComponent(unit.id) + "/", textContent: unit.name,
      })));
    };
  }
  async function openSearch(term) {
    if (!dialog) {
      const bundle = new URL(form.dataset.bundle, location.href).href;
      await Promise.all([
        load("link", { rel: "stylesheet", href: bundle + "pagefind-ui.css" }),
        load("script", { src: bundle + "pagefind-ui.js" }),
      ]);
      dialog = document.createElement("dialog");
      dialog.className = "search-dialog";
      const close = Object.assign(document.createElement("button"), { type: "button", className: "search-dialog__close", textContent: "关闭" });
      close.addEventListener("click", () => dialog.close());
      const place = document.createElement("div");
      const units = Object.assign(document.createElement("nav"), { className: "search-dialog__units" });
      units.setAttribute("aria-label", "单位");
      dialog.append(close, units, place);
      const list = await showUnits(units, new URL("..", bundle).href).catch(() => () => {});
      dialog.list = list;
      place.addEventListener("input", (event) => list(event.target.value));
      document.body.append(dialog);
      dialog.ui = new window.PagefindUI({
        element: place, bundlePath: bundle, baseUrl: new URL("..", bundle).href, translations: words,
        showImages: false, showSubResults: false, excerptLength: 24, processTerm: quarter,
      });
    }
    dialog.showModal();
    dialog.ui.triggerSearch(term);
    dialog.list(term);
    dialog.querySelector("input").focus();
  }
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const term = form.querySelector("input").value.trim();
      openSearch(term).catch(() => form.submit()); // no index here: the list of schools, filtered, is next best
    });
  }
})();
