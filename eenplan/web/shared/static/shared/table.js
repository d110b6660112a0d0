// The screen in the middle of the table takes in what somebody wrote on a phone, calmly: never while somebody types, and
// without moving the focus, the page or a typed word. Without this file a button shows what came.
(() => {
  "use strict";
  const form = document.querySelector("form[data-table]");
  if (!form) return;
  const EVERY = 6000;
  const CALM = 4000; // how long nobody typed
  const said = form.querySelector("[data-new]");
  const again = form.querySelector("[data-again]");
  again.hidden = true; // it comes back when asking does not work
  let typed = 0;
  let asking = false;
  let timer;
  const tell = (text) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 100);
  };
  const is_touched = (part) => part.contains(document.activeElement) || [...part.querySelectorAll("input, select")].some((one) =>
    one.tagName === "SELECT" ? [...one.options].some((option) => option.selected !== option.defaultSelected && option.value)
      : one.value !== one.defaultValue);

  // What stands there is shown anew; of what can be filled in only what is new comes, and what is settled and untouched goes.
  const take_in = (fresh) => {
    const focus = form.contains(document.activeElement) ? document.activeElement : null;
    const height = focus?.getBoundingClientRect().top;
    form.querySelector("[data-there]").replaceWith(fresh.querySelector("[data-there]"));
    const loose = form.querySelector("[data-loose]");
    const coming = [...fresh.querySelector("[data-loose]").children];
    for (const one of [...loose.children]) {
      if (!coming.some((other) => other.id === one.id) && !is_touched(one)) one.remove();
    }
    coming.filter((one) => !document.getElementById(one.id)).forEach((one) => loose.append(one));
    if (focus) window.scrollBy({ top: focus.getBoundingClientRect().top - height, behavior: "instant" });
    form.dataset.table = fresh.dataset.table;
    tell(form.dataset.came);
  };
  const ask = async () => {
    const answer = await fetch(`${location.pathname}?since=${form.dataset.table}`).catch(() => null);
    again.hidden = Boolean(answer?.ok && !answer.redirected);
    if (!answer?.ok || answer.redirected || answer.status === 204) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-table]");
    if (Date.now() - typed < CALM) return; // asked again in a moment
    if (fresh?.elements.point.value === form.elements.point.value) {
      take_in(fresh);
    } else {
      again.hidden = false;
      form.dataset.table = fresh?.dataset.table ?? "";
      tell(form.dataset.moved);
    }
  };
  const look = async () => {
    clearTimeout(timer);
    if (!asking && !document.hidden && Date.now() - typed >= CALM) {
      asking = true;
      await ask();
      asking = false;
    }
    clearTimeout(timer);
    timer = setTimeout(look, EVERY);
  };
  form.addEventListener("input", () => { typed = Date.now(); });
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  timer = setTimeout(look, EVERY);
})();
