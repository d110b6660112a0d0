// What a coach types while the connection is down is kept on the device, page by page: encrypted with a key of this worker
// that only the server gives, until it is sent or the coach signs out here. Pages work without this file.
(() => {
  "use strict";
  const MARK = "eenplan-words:";
  const places = () => Object.keys(localStorage).filter((name) => name.startsWith(MARK));
  const out = document.querySelector("form[data-sign-out]");
  out?.addEventListener("submit", () => places().forEach((name) => localStorage.removeItem(name)));

  const form = document.querySelector("form[data-calm][data-key]");
  if (!form || !window.crypto?.subtle) return;
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const signs = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const key = crypto.subtle.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  // Where the page stands says whose words they are to nobody: a hash of it, and of the key.
  const place = (async () => {
    const text = new TextEncoder().encode(`${form.dataset.key} ${location.pathname}`);
    return MARK + signs(await crypto.subtle.digest("SHA-256", text));
  })();

  const forget = async () => localStorage.removeItem(await place);
  const keep = async (body) => {
    const fields = [...body].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(fields));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, words);
    localStorage.setItem(await place, JSON.stringify({ iv: signs(iv), words: signs(sealed) }));
  };
  const found = async () => {
    const kept = JSON.parse(localStorage.getItem(await place) ?? "null");
    if (!kept) return null;
    const open = { name: "AES-GCM", iv: bytes(kept.iv) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(open, await key, bytes(kept.words))));
  };
  window.eenplanDevice = { keep, forget };

  // Left here by an earlier visit: the server keeps it as what its author was typing, and the page shows it.
  (async () => {
    const fields = await found();
    if (!fields) {
      form.dataset.device = "empty";
      return;
    }
    const body = new FormData();
    fields.forEach(([name, value]) => body.append(name, value));
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("later", "device");
    const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    await forget();
    location.replace(location.pathname);
  })().catch(() => { /* still no connection: it stays for the next time */ });
})();
