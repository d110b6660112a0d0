// What a worker types while the connection is down is kept on the device, page by page: encrypted with a key of this worker
// that only the server gives, until it reached the server. It then stands there as what they were typing. Who signs out is
// asked first; words of another worker stay locked, and stay. Pages work without this file.
(() => {
  "use strict";
  const MARK = "eenplan-words:";
  const MONTH = 31 * 24 * 60 * 60 * 1000; // what nobody came back for goes, as a draft on the server does
  const out = document.querySelector("form[data-sign-out]");
  const whose = out?.dataset.signOut;
  const ask = document.querySelector("dialog[data-unsent]");
  if (!whose || !ask || !window.crypto?.subtle) return;
  const all = () => Object.keys(localStorage).filter((name) => name.startsWith(MARK));
  const mine = () => all().filter((name) => name.startsWith(`${MARK}${whose}:`));
  for (const name of all()) {
    if (!(JSON.parse(localStorage.getItem(name)).at > Date.now() - MONTH)) localStorage.removeItem(name);
  }

  const form = document.querySelector("form[data-calm][data-key]");
  const shown = document.querySelector("template[data-device]");
  const token = () => out.elements.csrfmiddlewaretoken.value;
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const signs = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const made = (text) => crypto.subtle.importKey("raw", bytes(text), "AES-GCM", false, ["encrypt", "decrypt"]);
  const post = async (path, fields) => {
    const body = new FormData();
    fields.forEach(([name, value]) => body.append(name, value));
    body.set("csrfmiddlewaretoken", token());
    return fetch(path, { method: "POST", body, headers: { Accept: "application/json" } });
  };
  // Pages on which one types carry the key; on every other page the server is asked for it.
  const key_here = form ? made(form.dataset.key) : null;
  const key = async () => key_here ?? made((await (await post(shown.dataset.device, [])).json()).key);

  if (form) {
    // Where the page stands says whose words they are to nobody: a hash of it, and of the key.
    const place = (async () => {
      const text = new TextEncoder().encode(`${form.dataset.key} ${location.pathname}`);
      return `${MARK}${whose}:${signs(await crypto.subtle.digest("SHA-256", text))}`;
    })();
    const forget = async () => localStorage.removeItem(await place);
    const keep = async (body) => {
      const fields = [...body].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(JSON.stringify({ path: location.pathname, fields }));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key_here, words);
      localStorage.setItem(await place, JSON.stringify({ at: Date.now(), iv: signs(iv), words: signs(sealed) }));
    };
    window.eenplanDevice = { keep, forget };
  }

  // The server keeps it as what its author was typing. Gives the pages it was typed on, and how many it would not take.
  const send = async () => {
    const sent = [];
    let refused = 0;
    const opener = await key();
    for (const name of mine()) {
      const kept = localStorage.getItem(name);
      const { iv, words } = JSON.parse(kept);
      const open = { name: "AES-GCM", iv: bytes(iv) };
      const { path, fields } = JSON.parse(
        new TextDecoder().decode(await crypto.subtle.decrypt(open, opener, bytes(words))),
      );
      const answer = await post(path, [...fields.filter(([field]) => field !== "later"), ["later", "device"]]);
      if (answer.ok && !answer.redirected) {
        if (localStorage.getItem(name) === kept) localStorage.removeItem(name);
        sent.push(path);
      } else {
        refused += 1;
      }
    }
    return { sent, refused };
  };

  // Left here by an earlier visit: it goes along now, and one reads so.
  const catch_up = async () => {
    if (!mine().length) {
      if (form) form.dataset.device = "empty";
      return;
    }
    const { sent } = await send();
    if (form && sent.includes(location.pathname)) {
      location.replace(location.pathname);
    } else if (sent.length) {
      const told = shown.content.cloneNode(true);
      told.querySelector("[data-go]").href = sent[0];
      document.getElementById("berichten").append(told);
    }
  };
  catch_up().catch(() => { /* still no connection: it stays for the next time */ });

  // Signing out by hand, while something was not sent: first one is asked.
  const said = ask.querySelector("[data-said]");
  let leaving = null;
  const leave = () => HTMLFormElement.prototype.submit.call(leaving);
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-sign-out]")) return;
    event.preventDefault();
    leaving = event.target;
    await window.eenplanCalm?.send();
    if (!mine().length) return leave();
    said.textContent = navigator.onLine ? "" : said.dataset.offline;
    ask.showModal();
  });
  ask.querySelector("[data-send]").addEventListener("click", async () => {
    const { refused } = await send().catch(() => ({ refused: -1 }));
    if (refused === 0) leave();
    else said.textContent = refused > 0 ? said.dataset.refused : said.dataset.offline;
  });
  ask.querySelector("[data-drop]").addEventListener("click", () => {
    mine().forEach((name) => localStorage.removeItem(name));
    if (navigator.onLine) leave();
    else said.textContent = said.dataset.gone;
  });
  ask.querySelector("[data-stay]").addEventListener("click", () => ask.close());
})();
