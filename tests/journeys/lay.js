// Lays a page that the site answered in this window, and says what is wrong with it. `whole` judges all of it (axe). What does
// not hang together with its words can only be wrong where it was wrong in a language that was judged before: then it is
// not judged again, but for what small or wide words can spoil.
async ({html, address, language, rtl, whole, tags}) => {
  const root = document.documentElement, read = new DOMParser().parseFromString(html, "text/html");
  const wrong = [], seen = (it) => it.outerHTML.slice(0, 200);

  // What the policy of the site would refuse; and what a page says of its own language.
  const loud = [...read.querySelectorAll("*")].filter((it) =>
    it.matches("[style], style, script:not([src]), base, iframe, object, embed, [href^='javascript:']")
    || it.getAttributeNames().some((name) => name.startsWith("on"))
    || /^(https?:)?\/\//.test(it.localName === "a" ? "" : it.getAttribute("src") ?? it.getAttribute("action") ?? ""));
  wrong.push(...loud.map((it) => `refused by the policy: ${seen(it)}`));
  const says = read.documentElement.lang + read.documentElement.dir, should = language + (rtl ? "rtl" : "ltr");
  if (says !== should) wrong.push(`says that it is in ${says}, not ${should}`);
  if (!read.title.trim()) wrong.push("has no title");

  for (const name of ["lang", "dir"]) root.setAttribute(name, read.documentElement.getAttribute(name) ?? "");
  document.title = read.title;
  const sheets = [...read.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
  const held = [...document.querySelectorAll("link[rel=stylesheet]")];
  for (const link of held) {
    const off = !sheets.includes(link.getAttribute("href"));
    if (link.disabled !== off) link.disabled = off;
  }
  for (const href of sheets.filter((href) => !held.some((link) => link.getAttribute("href") === href))) {
    const link = Object.assign(document.createElement("link"), {rel: "stylesheet", href});
    await new Promise((done, failed) => { link.onload = done; link.onerror = failed; document.head.append(link); });
  }
  document.body.replaceWith(read.body);
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  // What lies below the bar at the bottom can be scrolled free.
  for (const bar of document.querySelectorAll(".safe, .idle")) bar.style.position = "static";

  const all = [...document.querySelectorAll("body *")];
  const wide = root.scrollWidth - root.clientWidth;
  if (wide > 0) {
    const out = all.filter((it) => {
      const {left, right, width} = it.getBoundingClientRect();
      return width && (right > root.clientWidth + 0.5 || left < -0.5);
    });
    wrong.push(`is ${wide} px wider than ${innerWidth}: ${out.slice(-2).map(seen)}`);
  }
  const over = all.filter((it) => it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 1);
  const how = (it) => getComputedStyle(it).overflowX;
  wrong.push(...over.filter((it) => ["hidden", "clip"].includes(how(it))).map((it) => `cuts off: ${seen(it)}`));
  if (!tags) return wrong;
  const touched = all.filter((it) => it.matches("a[href], button, summary, input, select, textarea"));
  const late = touched.filter((it) => it.tabIndex !== 0 && !it.disabled && it.type !== "hidden");
  wrong.push(...late.map((it) => `is not where the keyboard looks for it: ${seen(it)}`));

  const words = (name) => /^(aria-(label|description)|title|alt|placeholder|value|data-.*)$/.test(name);
  const shape = (it) => {
    if (it.nodeType === Node.TEXT_NODE) return it.data.trim() ? "words" : "";
    if (it.nodeType !== Node.ELEMENT_NODE || it.matches("details.language, [name=csrfmiddlewaretoken]")) return "";
    const has = [...it.attributes].map(({name, value}) => `${name}=${words(name) ? !!value.trim() : value}`);
    return `<${it.localName} ${has.join(" ")}>${[...it.childNodes].map(shape).join("")}</>`;
  };
  const form = shape(document.body), judged = (window.judged ??= {}), said = (window.said ??= {}), rules = [];
  said[address] ??= document.body.innerText;
  if (language !== "nl" && document.body.innerText === said[address]) wrong.push("says the same words in two languages");
  if (over.some((it) => ["auto", "scroll"].includes(how(it)))) rules.push("scrollable-region-focusable");
  const small = ({width, height}) => width && (width < 24 || height < 24);
  if (touched.some((it) => small(it.getBoundingClientRect()) && getComputedStyle(it).display !== "inline")) {
    rules.push("target-size");
  }
  let runOnly = {type: "rule", values: rules};
  if (whole) {
    const look = (it, {outline, boxShadow} = getComputedStyle(it)) => `${outline} ${boxShadow}`;
    for (const it of touched.filter((it) => !it.disabled && it.checkVisibility({visibilityProperty: true}))) {
      const before = look(it);
      it.focus({focusVisible: true});
      if (look(it) === before) wrong.push(`does not show that the keyboard is there: ${seen(it)}`);
    }
    document.activeElement.blur();
    // The window asks for less motion.
    const moves = ({transitionDuration, animationDuration}) =>
      `${transitionDuration},${animationDuration}`.split(",").some((seconds) => parseFloat(seconds) > 0);
    wrong.push(...all.filter((it) => moves(getComputedStyle(it))).map((it) => `moves: ${seen(it)}`));
  }
  const shapes = (judged[address] ??= new Set());
  if (whole || !shapes.has(form)) {
    runOnly = {type: "tag", values: tags};
    shapes.add(form);
  } else if (!rules.length) return wrong;
  const found = await axe.run(document, {runOnly, resultTypes: ["violations"], preload: false});
  const of = ({html, failureSummary}) => `${html.slice(0, 200)} ${failureSummary}`;
  return [...wrong, ...found.violations.map(({id, nodes}) => `${id}: ${nodes.map(of).join(" | ")}`)];
}
