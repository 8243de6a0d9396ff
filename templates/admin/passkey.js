// Talks to a passkey on the pages that ask for one. Without it they offer password and code alone.
(() => {
  "use strict";
  const read = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const write = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const known = (keys) => (keys || []).map((key) => ({ ...key, id: read(key.id) }));

  // What the passkey is to sign: on the page already, or asked for now, because it does not wait long.
  async function question(box, form) {
    if (box.dataset.options) return JSON.parse(box.dataset.options);
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const answer = await fetch(box.dataset.question, { method: "POST", body });
    if (!answer.ok) throw new Error("no question");
    return answer.json();
  }

  async function answer(options) {
    const { credentials } = navigator;
    const publicKey = { ...options, challenge: read(options.challenge) };
    if (options.user) {
      publicKey.user = { ...options.user, id: read(options.user.id) };
      publicKey.excludeCredentials = known(options.excludeCredentials);
    } else {
      publicKey.allowCredentials = known(options.allowCredentials);
    }
    const found = await (options.user ? credentials.create({ publicKey }) : credentials.get({ publicKey }));
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = write(found.response[name]);
    }
    return JSON.stringify({ id: found.id, rawId: write(found.rawId), type: found.type, response });
  }

  for (const box of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
    const form = box.closest("form");
    const button = box.querySelector("button");
    const problem = box.querySelector(".problem");
    for (const without of form.querySelectorAll("[data-without-passkey]")) without.hidden = true;
    box.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      problem.hidden = true;
      try {
        form.elements[box.dataset.passkey].value = await answer(await question(box, form));
        form.submit();
      } catch {
        button.disabled = false;
        problem.hidden = false;
        button.focus();
      }
    });
  }
})();
