// For people who work here: keeps what is typed, and warns before a session ends. Pages work without this file.
(() => {
  "use strict";
  // A page that a browser kept is asked for anew: whoever was here may have no access any more.
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  const typedIn = (form) => new URLSearchParams(new FormData(form)).toString();

  // What is typed in a piece of the plan is kept for its author, a moment after typing and when leaving the field.
  const form = document.querySelector("form[data-calm]");
  if (form) {
    const said = form.querySelector("[data-saved]");
    let kept = typedIn(form);
    let timer;
    let under_way = null;
    let leaving = false;
    const send = async (text) => {
      const body = new FormData(form);
      body.set("later", "1");
      try {
        const answer = await fetch(window.location.href, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) throw new Error("not kept");
        said.textContent = (await answer.json()).saved;
        kept = text;
        document.dispatchEvent(new Event("eenplan:here"));
      } catch {
        said.textContent = form.dataset.calm;
      }
    };
    const keep = async () => {
      clearTimeout(timer);
      timer = undefined;
      const text = typedIn(form);
      if (leaving || under_way || text === kept) return;
      under_way = send(text);
      await under_way;
      under_way = null;
      if (typedIn(form) !== text) timer = setTimeout(keep, 4000);
    };
    form.addEventListener("input", () => { timer ??= setTimeout(keep, 4000); });
    form.addEventListener("focusout", keep);
    document.addEventListener("visibilitychange", () => document.hidden && keep());
    form.addEventListener("submit", async (event) => {
      clearTimeout(timer);
      leaving = true;
      if (under_way) { // first the draft, then the act that wipes it
        event.preventDefault();
        await under_way;
        form.requestSubmit(event.submitter);
      }
    });
  }

  // Who does nothing for long is signed out: said in time, put off with one press, and nothing typed is lost.
  const idle = document.querySelector("[data-idle]");
  if (!idle) return;
  const limit = Number(idle.dataset.idle) * 1000;
  const warn = Math.min(5 * 60 * 1000, limit / 3);
  const away = idle.querySelector("form");
  const words = idle.querySelector("[data-words]");
  const first = [...document.querySelectorAll("main form[method=post]")].map((one) => [one, typedIn(one)]);
  let last = 0;
  const remembered = () => { try { return Number(localStorage.getItem("eenplan-here")); } catch { return 0; } };
  const here = () => {
    last = Date.now();
    try { localStorage.setItem("eenplan-here", String(last)); } catch { /* this window alone, then */ }
    words.replaceChildren();
  };
  const stay = async () => {
    last = Date.now();
    const answer = await fetch(idle.dataset.stay, { method: "POST", body: new FormData(away) }).catch(() => null);
    if (answer?.ok && !answer.redirected) here();
  };
  const leave = () => {
    const typed = first.find(([one, text]) => typedIn(one) !== text)?.[0] ?? away;
    typed.setAttribute("action", away.action);
    HTMLFormElement.prototype.submit.call(typed);
  };
  const look = () => {
    const left = Math.max(last, remembered()) + limit - Date.now();
    if (left <= 0) leave();
    else if (left > warn) words.replaceChildren();
    else if (!words.hasChildNodes()) words.append(idle.querySelector("template").content.cloneNode(true));
  };
  here();
  setInterval(look, 5000);
  document.addEventListener("eenplan:here", here);
  document.addEventListener("input", () => { if (Date.now() - last > 60 * 1000) stay(); });
  idle.addEventListener("click", (event) => { if (event.target.closest("[data-here]")) stay(); });
})();
