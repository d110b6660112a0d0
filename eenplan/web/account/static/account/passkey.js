// Passkeys: asks the server what to ask of the browser, and sends the answer with the form. Hidden without it.
(() => {
  "use strict";
  if (!window.PublicKeyCredential) {
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = (options) => {
    const asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) {
      asked.user.id = bytes(asked.user.id);
    }
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      for (const one of asked[name] || []) {
        one.id = bytes(one.id);
      }
    }
    return options;
  };
  const write = (key) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) {
        response[name] = text(key.response[name]);
      }
    }
    return JSON.stringify({ id: key.id, rawId: key.id, type: key.type, response, clientExtensionResults: {} });
  };
  const ask = async (form) => {
    const making = form.dataset.passkey === "create";
    const body = new FormData(form);
    if (making) {
      body.set("make", "1");
    }
    const answer = await fetch(form.dataset.ask, { method: "POST", body });
    const options = read(await answer.json());
    const key = await navigator.credentials[form.dataset.passkey](options);
    form.elements.credential.value = write(key);
    form.submit();
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const said = form.querySelector("[data-said]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      said.textContent = "";
      ask(form).catch(() => {
        said.textContent = said.dataset.said;
      });
    });
  }
})();
