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
    let wanted = null; // the button that was pressed while there was no connection
    let signed_out = false; // in another window, or for being away long: the server answers with the way to sign in
    const send = async (text) => {
      const body = new FormData(form);
      body.set("later", "1");
      const answer = await fetch(window.location.href, { method: "POST", body, headers: { Accept: "application/json" } })
        .catch(() => null);
      if (answer?.ok && !answer.redirected) {
        said.textContent = (await answer.json()).saved;
        kept = text;
        window.eenplanDevice?.forget();
        document.dispatchEvent(new Event("eenplan:here"));
        return true;
      }
      const on_device = await window.eenplanDevice?.keep(body).then(() => true, () => false);
      signed_out = answer?.redirected ?? false;
      if (signed_out) {
        said.textContent = form.dataset.away;
        return false;
      }
      said.textContent = on_device ? form.dataset.kept : form.dataset.calm;
      timer ??= setTimeout(keep, 5000);
      return false;
    };
    const keep = async () => {
      clearTimeout(timer);
      timer = undefined;
      const text = typedIn(form);
      if (leaving || under_way || text === kept) return;
      under_way = send(text);
      const sent = await under_way;
      under_way = null;
      if (typedIn(form) !== text) timer ??= setTimeout(keep, 4000);
      else if (sent && wanted) form.requestSubmit(wanted);
    };
    // Before signing out: what was typed in the last moments reaches the server too, or else this device.
    const finish = async () => {
      clearTimeout(timer);
      timer = undefined;
      await under_way;
      const text = typedIn(form);
      if (!leaving && text !== kept) await send(text);
    };
    window.eenplanCalm = { send: finish };
    form.addEventListener("input", () => { wanted = null; timer ??= setTimeout(keep, 4000); });
    form.addEventListener("focusout", keep);
    window.addEventListener("online", keep);
    document.addEventListener("visibilitychange", () => document.hidden && keep());
    // First what was typed reaches the server, then the act that puts it in the plan: a line that drops between loses nothing.
    form.addEventListener("submit", async (event) => {
      if (leaving) return;
      clearTimeout(timer);
      timer = undefined;
      if (under_way || typedIn(form) !== kept) {
        event.preventDefault();
        await under_way;
        under_way = null;
        const text = typedIn(form);
        // Signed out: the button goes through, to the page on which to sign in; what was typed goes along, and comes back.
        if (text !== kept && !(await send(text)) && !signed_out) {
          wanted = event.submitter;
          return;
        }
        leaving = true;
        form.requestSubmit(event.submitter);
      }
      leaving = true;
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
